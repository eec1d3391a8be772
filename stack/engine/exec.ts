/** Commands inside a running instance. */
export interface Exec {
  /** An aborted signal ends the wait, not the command. */
  exec(id: string, command: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<ExecResult>;
}

/** How a command ended, and what it wrote. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
