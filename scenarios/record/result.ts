import { EXIT, type ExitCode, strongestExit } from '../../core/errors.js';
import { hasLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { failuresOf, isDirty } from '../judge/outcome.js';
import type { Expectation, Outcome } from '../model.js';
import type { JournalLine } from './events.js';
import type { AlertHistory, RunRecord, RunResult } from './record.js';

/** Where the files of a run are. */
export type RunFiles = RunResult['files'];

/** The result document of a run: `run.json`, and what `--output json` prints. */
export function buildResult(record: RunRecord, files: RunFiles): RunResult {
  const { started, startedAt, ended, judgement, lines } = record;
  // A journal without an end is of a run that was killed.
  const outcome = ended?.outcome ?? judgement?.outcome ?? 'errored';
  const endedAt = ended?.at ?? lines.at(-1)?.at ?? startedAt;
  const lagMs = receiptLag(record);
  const failure = lines.find((line) => line.type === 'failure');
  return {
    schema: 1,
    run: record.run,
    scenario: started.scenario.name,
    stack: started.stack,
    speed: started.speed,
    outcome,
    exitCode: ended?.exitCode ?? exitCodeOf(outcome, lines),
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    durationMs: Math.round(endedAt - startedAt),
    verdicts: judgement?.verdicts ?? [],
    findings: judgement?.findings ?? [],
    detection: started.scenario.expect.flatMap((expectation) => stagesOf(record, expectation)),
    ...(lagMs === undefined ? {} : { receiptLagMs: lagMs }),
    files,
    ...(failure ? { error: errorOf(failure) } : {}),
  };
}

function errorOf({ code, message, hint }: Extract<JournalLine, { type: 'failure' }>): NonNullable<RunResult['error']> {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** The exit code of an outcome; what the journal says of failures and of an undo that was not completed comes first. */
export function exitCodeOf(outcome: Outcome, lines: readonly JournalLine[]): ExitCode {
  const failures = failuresOf(lines);
  const own = EXIT_OF[outcome];
  // `errored` and `interrupted` say that it ended early; the failure says how.
  const ownCodes = (outcome === 'errored' || outcome === 'interrupted') && failures.length > 0 ? [] : [own];
  return strongestExit([...(isDirty(lines) ? [EXIT.dirty] : []), ...failures, ...ownCodes]);
}

const EXIT_OF: Readonly<Record<Outcome, ExitCode>> = {
  passed: EXIT.ok,
  failed: EXIT.failed,
  inconclusive: EXIT.inconclusive,
  'not-steady': EXIT.notSteady,
  aborted: EXIT.aborted,
  interrupted: EXIT.interrupted,
  errored: EXIT.internal,
};

type Detection = RunResult['detection'][number];

function stagesOf({ started, timeline }: RunRecord, expectation: Expectation): readonly Detection[] {
  const bounds = started.bounds[expectation.id]?.inForce;
  const { injectedAt } = timeline;
  if (!bounds) return [];
  const base = { alert: expectation.id, floorMs: bounds.floorMs, ceilingMs: bounds.ceilingMs };
  const history = historyOf(timeline.alerts, expectation);
  if (!history || injectedAt === undefined) return [base];
  const after = (at: Milliseconds | undefined) => (at === undefined ? undefined : Math.round(at - injectedAt));
  const stages = {
    pendingMs: after(history.pendingAt),
    firingMs: after(history.firingAt),
    receivedMs: after(history.receivedAt),
    notifiedMs: after(notifiedAt(history, expectation)),
    resolvedMs: after(history.resolvedAt),
  };
  return [
    { ...base, ...(Object.fromEntries(Object.entries(stages).filter(([, ms]) => ms !== undefined)) as Partial<Detection>) },
  ];
}

/** The alert that an expectation is about: the first of this run that fired with its labels, else the first that was pending. */
export function historyOf(alerts: readonly AlertHistory[], { alert, labels }: Expectation): AlertHistory | undefined {
  const ours = alerts.filter((one) => one.alertname === alert && !one.before && hasLabels(one.labels, labels));
  return ours.find(({ firingAt }) => firingAt !== undefined) ?? ours[0];
}

/** Arrival of the last expected message; where none is expected, of the first. `undefined` until all have arrived. */
function notifiedAt({ receipts }: AlertHistory, { notified }: Expectation): Milliseconds | undefined {
  const firing = receipts.filter(({ status }) => status === 'firing');
  if (notified.length === 0) return firing[0]?.receivedAt;
  const arrivals = notified.map((channel) => firing.find((receipt) => receipt.channel === channel)?.receivedAt);
  return arrivals.includes(undefined) ? undefined : Math.max(...arrivals.map((at) => at ?? 0));
}

function receiptLag({ timeline }: RunRecord): Milliseconds | undefined {
  const lags = timeline.alerts.flatMap(({ receipts, before }) => (before ? [] : receipts.map((one) => one.recordedAfterMs)));
  return lags.length === 0 ? undefined : Math.max(...lags);
}
