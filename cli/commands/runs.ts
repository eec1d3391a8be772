import { formatSpan } from '../../core/duration.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import type { RunSummary } from '../../reports/history/run-summary.js';
import { formatTable } from '../render/table.js';

/** The run that is meant: the newest, or the one whose id starts with `wanted`. `runs` are newest first. */
export function chooseRun(runs: readonly RunSummary[], wanted: string | undefined, runsDir: string): RunSummary {
  const newest = runs[0];
  if (newest === undefined)
    throw new SupopsError({
      code: 'no-runs',
      exitCode: EXIT.unavailable,
      message: `there are no runs in ${runsDir}`,
      hint: 'run `supops incident db-down`, or name another folder with --runs',
    });
  if (wanted === undefined) return newest;
  const fitting = runs.filter(({ run }) => run.startsWith(wanted));
  const exact = fitting.find(({ run }) => run === wanted) ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (exact !== undefined) return exact;
  const several = fitting.length > 1;
  throw new SupopsError({
    code: several ? 'ambiguous-run' : 'unknown-run',
    exitCode: EXIT.invalid,
    message: several
      ? `${fitting.length} runs begin with "${wanted}"`
      : `there is no run "${wanted}" in ${runsDir}${suggestion(
          wanted,
          runs.map(({ run }) => run),
        )}`,
    details: several ? fitting.map(({ run }) => run) : [],
    hint: 'run `supops report --list`',
  });
}

/** The runs as a table. */
export const runsTable = (runs: readonly RunSummary[]): string =>
  formatTable([
    ['RUN', 'SCENARIO', 'OUTCOME', 'STARTED', 'TOOK', 'DETECTED'],
    ...runs.map((run) => [
      run.run,
      run.scenario,
      run.outcome,
      new Date(run.startedAt).toISOString(),
      run.durationMs === undefined ? '-' : formatSpan(run.durationMs),
      run.detectedMs === undefined ? '-' : formatSpan(run.detectedMs),
    ]),
  ]);
