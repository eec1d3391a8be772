/** What became of one step of the repair. */
export interface StepResult {
  readonly result: 'done' | 'failed' | 'unknown';
  /** What was found afterwards, or why it failed. */
  readonly effect: string;
  /** Names of the instances that it restarted. */
  readonly restarted?: readonly string[];
}
