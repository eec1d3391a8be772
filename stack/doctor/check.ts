/** How something is that supops depends on: a problem keeps it from working, a warning restricts it. */
export type CheckStatus = 'ok' | 'warning' | 'problem';

/** What one check has found. */
export interface Diagnosis {
  readonly status: CheckStatus;
  /** What was found, with names and numbers. */
  readonly detail: string;
  /** One thing to try. */
  readonly hint?: string;
  /** Something of an earlier run or stack is still there: it is not a matter of how this machine is set up. */
  readonly leftBehind?: true;
}

/** One thing to look at. */
export interface Check {
  /** Kebab-case, stable. */
  readonly id: string;
  readonly title: string;
  /** What went wrong while looking is a problem too: `runChecks` turns a rejection into one. */
  run(): Promise<Diagnosis>;
}

/** A check with what it has found. */
export interface Checked extends Diagnosis {
  readonly id: string;
  readonly title: string;
}
