import { EXIT, type ExitCode, messageOf, SupopsError } from '../../core/errors.js';
import type { Check, Checked } from './check.js';

/** Runs checks one after another, so that none disturbs another. A check that fails is a problem, never a reason to stop. */
export async function runChecks(checks: readonly Check[], onChecked: (checked: Checked) => void): Promise<readonly Checked[]> {
  const results: Checked[] = [];
  for (const { id, title, run } of checks) {
    const result: Checked = { id, title, ...(await run().catch(failure)) };
    results.push(result);
    onChecked(result);
  }
  return results;
}

const failure = (error: unknown) => ({
  status: 'problem' as const,
  detail: messageOf(error),
  ...(error instanceof SupopsError && error.hint !== undefined && { hint: error.hint }),
});

/** 8 if something is left behind, 4 if something keeps supops from working, else 0. */
export function exitOf(checked: readonly Checked[]): ExitCode {
  const problems = checked.filter(({ status }) => status === 'problem');
  if (problems.some(({ leftBehind }) => leftBehind)) return EXIT.dirty;
  return problems.length > 0 ? EXIT.unavailable : EXIT.ok;
}
