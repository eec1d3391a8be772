import { listRuns } from '../../reports/history/list-runs.js';
import type { RunSummary } from '../../reports/history/run-summary.js';
import type { RunRecord } from '../../scenarios/record/record.js';

/** The runs in a folder that a report compares with: those before the reported one, newest first. */
export async function earlierRuns(runsDir: string, record: RunRecord): Promise<readonly RunSummary[]> {
  return (await listRuns(runsDir)).filter(({ run, startedAt }) => run !== record.run && startedAt < record.startedAt);
}
