/** Ending a program at once. */
export interface Kill {
  /** The platform ends the program without warning and does not start it again. Rejects with `not-running` if it does not run. */
  kill(id: string): Promise<void>;
}
