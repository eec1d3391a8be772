import type { RunRecord } from '../../scenarios/record/record.js';
import { detectedMs, viewOf } from '../view/view.js';
import type { RunSummary } from './run-summary.js';

/** One line about a run, from its record. */
export function summaryOfRecord(record: RunRecord, dir: string): RunSummary {
  const view = viewOf(record, []);
  const detected = detectedMs(view);
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
