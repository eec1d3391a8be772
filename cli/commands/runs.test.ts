import { expect, test } from 'vitest';
import { SupopsError } from '../../core/errors.js';
import type { RunSummary } from '../../reports/history/run-summary.js';
import { chooseRun, runsTable } from './runs.js';

const run = (id: string, startedAt: number): RunSummary => ({
  run: id,
  scenario: 'db-down',
  outcome: 'passed',
  startedAt,
  dir: `/r/${id}`,
});
const runs = [run('20260102-db-down', 2), run('20260101-db-down', 1)];

test.each([
  [undefined, '20260102-db-down'],
  ['20260101', '20260101-db-down'],
  ['20260101-db-down', '20260101-db-down'],
])('report of %s is of run %s', (wanted, chosen) => {
  expect(chooseRun(runs, wanted, '/r').run).toBe(chosen);
});

test.each([
  ['20260103-db-down', 'unknown-run', 3, 'there is no run "20260103-db-down" in /r, did you mean "20260102-db-down"?'],
  ['2026', 'ambiguous-run', 3, '2 runs begin with "2026"'],
])('report of %s is refused as %s', (wanted, code, exitCode, message) => {
  const refused = () => chooseRun(runs, wanted, '/r');
  expect(refused).toThrow(SupopsError);
  expect(refused).toThrow(expect.objectContaining({ code, exitCode, message }));
});

test('the list of runs is a table', () => {
  expect(runsTable([{ ...run('20260101-db-down', 0), durationMs: 31_000, detectedMs: 4_300 }])).toBe(
    `RUN               SCENARIO  OUTCOME  STARTED                   TOOK    DETECTED
20260101-db-down  db-down   passed   1970-01-01T00:00:00.000Z  31.0 s  4.3 s
`,
  );
});
