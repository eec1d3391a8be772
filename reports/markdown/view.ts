import { hasLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation, Finding, Scenario, Verdict } from '../../scenarios/model.js';
import type { JournalLine, RunStarted } from '../../scenarios/record/events.js';
import type { AlertHistory, ReceiptOfAlert, RunRecord } from '../../scenarios/record/record.js';
import type { RunState, RunSummary } from '../history/run-summary.js';
import { offset } from './format.js';

/** A run as the sections of a report look at it: the record, with what several of them need worked out once. */
export interface View {
  readonly record: RunRecord;
  readonly started: RunStarted;
  readonly scenario: Scenario;
  readonly state: RunState;
  /** Earlier runs of the same scenario, newest first. */
  readonly earlier: readonly RunSummary[];
  /** Moment of the fault, if anything was touched. */
  readonly injectedAt?: Milliseconds;
  readonly undoneAt?: Milliseconds;
  /** Where T+0 is: the injection, or the start where nothing was injected. */
  readonly origin: Milliseconds;
  /** End of what is known. */
  readonly endAt: Milliseconds;
  readonly expected: readonly ExpectedAlert[];
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
}

/** An expectation and what became of it. */
export interface ExpectedAlert {
  readonly expectation: Expectation;
  readonly bounds?: RunStarted['bounds'][string];
  readonly rule?: RunStarted['rules'][string];
  readonly history?: AlertHistory;
  /** The first message that said it fires, of each channel that was asked for and delivered it. */
  readonly firing: readonly ReceiptOfAlert[];
  /** The first message that said it is resolved, likewise. */
  readonly resolved: readonly ReceiptOfAlert[];
  /** The last of `firing`: everybody who should know did. Absent where a channel is missing. */
  readonly notifiedAt?: Milliseconds;
  readonly resolutionNotifiedAt?: Milliseconds;
}

/** A section of the report: its body, or nothing where the run has no data for it. */
export interface Section {
  readonly title: string;
  body(view: View): string | undefined;
}

/** Works out the view of a record. */
export function viewOf(record: RunRecord, earlier: readonly RunSummary[]): View {
  const { started, timeline, judgement } = record;
  const injectedAt = injectionOf(record);
  return {
    record,
    started,
    scenario: started.scenario,
    state: record.ended?.outcome ?? 'unfinished',
    earlier: earlier
      .filter((run) => run.scenario === started.scenario.name && run.run !== record.run && run.startedAt < record.startedAt)
      .toSorted((a, b) => b.startedAt - a.startedAt),
    ...(injectedAt === undefined ? {} : { injectedAt }),
    ...(timeline.undoneAt === undefined ? {} : { undoneAt: timeline.undoneAt }),
    origin: injectedAt ?? record.startedAt,
    endAt: record.lines.at(-1)?.at ?? record.startedAt,
    expected: started.scenario.expect.map((expectation) => expectedAlert(expectation, record)),
    verdicts: judgement?.verdicts ?? [],
    findings: judgement?.findings ?? [],
  };
}

/** The lines of one type, in order. */
export function linesOf<T extends JournalLine['type']>(
  record: RunRecord,
  type: T,
): readonly Extract<JournalLine, { type: T }>[] {
  return record.lines.filter((line): line is Extract<JournalLine, { type: T }> => line.type === type);
}

/** `T+1.204 s`, counted from the injection; from the start of the run where nothing was injected. */
export const sinceOrigin = (view: View, at: Milliseconds): string => `T${offset(at - view.origin)}`;

/** Kept by every alert of Prometheus' own; it fires all the time, which is its purpose. */
export const isWatchdog = (alertname: string): boolean => alertname === 'Watchdog';

/** The last word about the undo of each fault. */
export function undoStates(record: RunRecord): readonly Extract<JournalLine, { type: 'undo' }>[] {
  return [...new Map(linesOf(record, 'undo').map((line) => [line.fault, line])).values()];
}

/** The run ended before every expectation had its time: what was not seen may still have come. */
export const isCut = (state: RunState): boolean =>
  state === 'unfinished' || state === 'interrupted' || state === 'aborted' || state === 'errored';

// The engine's own event; where it was lost, the proof's, and last the moment at which the run said that it begins: it may have taken effect.
function injectionOf(record: RunRecord): Milliseconds | undefined {
  return (
    record.timeline.injectedAt ??
    linesOf(record, 'proof').find(({ proof }) => proof.proven)?.proof.at ??
    linesOf(record, 'undo').find(({ status }) => status === 'applying')?.at
  );
}

function expectedAlert(expectation: Expectation, { started, timeline }: RunRecord): ExpectedAlert {
  const history = historyOf(expectation, timeline.alerts);
  const firing = firstOfEach(history, 'firing', expectation);
  const resolved = firstOfEach(history, 'resolved', expectation);
  const last = (receipts: readonly ReceiptOfAlert[]) =>
    receipts.length > 0 && receipts.length === expectation.notified.length
      ? Math.max(...receipts.map(({ receivedAt }) => receivedAt))
      : undefined;
  const [notifiedAt, resolutionNotifiedAt] = [last(firing), last(resolved)];
  const bounds = started.bounds[expectation.id];
  const rule = started.rules[expectation.id] ?? started.rules[expectation.alert];
  return {
    expectation,
    ...(bounds ? { bounds } : {}),
    ...(rule ? { rule } : {}),
    ...(history ? { history } : {}),
    firing,
    resolved,
    ...(notifiedAt === undefined ? {} : { notifiedAt }),
    ...(resolutionNotifiedAt === undefined ? {} : { resolutionNotifiedAt }),
  };
}

// The alert that was meant; failing that, the one of that name whose labels are wrong: its times are still the evidence.
function historyOf({ alert, labels }: Expectation, histories: readonly AlertHistory[]): AlertHistory | undefined {
  const named = histories.filter(({ alertname, before }) => alertname === alert && !before);
  const rank = (history: AlertHistory) =>
    (hasLabels(history.labels, labels) ? 0 : 2) + (history.firingAt === undefined && history.startsAt === undefined ? 1 : 0);
  return named.toSorted((a, b) => rank(a) - rank(b))[0];
}

function firstOfEach(
  history: AlertHistory | undefined,
  status: ReceiptOfAlert['status'],
  { notified }: Expectation,
): readonly ReceiptOfAlert[] {
  const receipts = (history?.receipts ?? [])
    .filter((receipt) => receipt.status === status)
    .toSorted((a, b) => a.receivedAt - b.receivedAt);
  return notified.flatMap((channel) => receipts.find((receipt) => receipt.channel === channel) ?? []);
}
