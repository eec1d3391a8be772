/** Freezing a program as it is. */
export interface Pause {
  /** Pausing what is paused: success. Rejects with `not-running` if it does not run. */
  pause(id: string): Promise<void>;
  /** Resuming what is not paused: success. */
  unpause(id: string): Promise<void>;
}
