/** Changing what an instance may use, while it runs. */
export interface Limits {
  /**
   * Sets the given limits and leaves the others as they are, that of swap included; `'none'` removes the limit of CPU. Engines cannot remove that of
   * memory. Rejects with `engine-rejected` if the engine refuses the value, for example memory below what is in use.
   */
  set(id: string, limits: LimitsChange): Promise<void>;
}

/** New limits. */
export interface LimitsChange {
  /** CPUs, for example 0.5. */
  readonly cpus?: number | 'none';
  readonly memoryBytes?: number;
}
