import type { Milliseconds } from '../../core/time.js';
import type { RunRecord } from '../../scenarios/record/record.js';
import { type ExpectedAlert, viewOf } from '../markdown/view.js';
import type { RunSummary } from './run-summary.js';

/** One line about a run, from its record. */
export function summarize(record: RunRecord, dir: string): RunSummary {
  const view = viewOf(record, []);
  const detected = detectedMs(view.expected, view.injectedAt);
  return {
    run: record.run,
    scenario: record.started.scenario.name,
    outcome: view.state,
    startedAt: record.startedAt,
    ...(record.ended ? { durationMs: record.ended.at - record.startedAt } : {}),
    dir,
    ...(detected === undefined ? {} : { detectedMs: detected }),
    speed: record.started.speed,
  };
}

/** From injection until the last of all expected messages had arrived; absent where one is missing or none is expected. */
export function detectedMs(expected: readonly ExpectedAlert[], injectedAt: Milliseconds | undefined): Milliseconds | undefined {
  const asked = expected.filter(({ expectation }) => expectation.notified.length > 0);
  const moments = asked.flatMap(({ notifiedAt }) => notifiedAt ?? []);
  if (injectedAt === undefined || moments.length === 0 || moments.length < asked.length) return undefined;
  return Math.round(Math.max(...moments) - injectedAt);
}
