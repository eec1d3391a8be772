import { hasLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation, Scenario } from '../../scenarios/model.js';
import type { JournalLine, RunStarted, Stamp } from '../../scenarios/record/events.js';
import type { AlertHistory, ReceiptOfAlert, RunRecord } from '../../scenarios/record/record.js';
import { code, type Phrase, phrase } from '../document/phrase.js';
import { channelName } from './channel-name.js';
import { detectionStages, resolutionStages, type Stage } from './stages.js';

// What happened to faults, alerts, undo and monitoring, as the sections see it. This is the only file of the reports that reads
// `record.timeline`, the faults of a scenario, `undo` and `monitoring` lines: sections cannot, because the view does not have them.

export type { AlertHistory };

/** What happened in a run. */
export interface RunStory {
  /** Moment of the fault, if anything was touched. */
  readonly injectedAt?: Milliseconds;
  /** `injectedAt` is the engine's own event. */
  readonly injectionSeen: boolean;
  readonly undoneAt?: Milliseconds;
  readonly faults: readonly FaultWords[];
  /** Every alert that was seen, the Watchdog too. */
  readonly alerts: readonly AlertHistory[];
  readonly expected: readonly ExpectedAlert[];
  readonly lines: readonly ViewLine[];
}

/** An expectation and what became of it. */
export interface ExpectedAlert {
  readonly expectation: Expectation;
  readonly bounds?: RunStarted['bounds'][string];
  readonly history?: AlertHistory;
  /** The first message that said it fires, of each channel that was asked for and delivered it. */
  readonly firing: readonly ReceiptOfAlert[];
  /** The channels that were asked for and did not, in words. */
  readonly missing: readonly string[];
  /** The channels that never said that it is resolved. */
  readonly missingResolved: readonly string[];
  /** The last of `firing`: everybody who should know did. Absent if a channel is missing. */
  readonly notifiedAt?: Milliseconds;
  /** injected → pending → firing → received → notified, as far as it came. */
  readonly stages: readonly Stage[];
  /** undone → resolved → resolution notified, as far as it came. */
  readonly back: readonly Stage[];
}

/** A fault in words. */
export interface FaultWords {
  /** Name of the service. */
  readonly victim: string;
  /** `kill db`. */
  readonly plan: Phrase;
  /** `killed db`. */
  readonly done: Phrase;
  /** `db was killed`. */
  readonly passive: Phrase;
  /** What was done to keep it broken until the repair, as a sentence. */
  readonly hold?: string;
}

/** A line of the journal as sections read it. */
export type ViewLine = Exclude<JournalLine, { type: 'undo' | 'monitoring' }> | UndoLine | MonitoringLine;

/** A step in the life of a fault's undo. */
export interface UndoLine extends Stamp, Pick<Undo, 'type' | 'fault' | 'status' | 'detail'> {
  /** Names of the services that it restores. */
  readonly victims: readonly string[];
  /** How many records it executes. */
  readonly steps: number;
}

/** What could not be seen from this moment on. */
export interface MonitoringLine extends Stamp, Pick<Monitoring, 'type' | 'unhealthyRules' | 'absentSeries' | 'downTargets'> {
  /** The sources that did not answer. */
  readonly unreachable: readonly string[];
}

type Undo = Extract<JournalLine, { type: 'undo' }>;
type Monitoring = Extract<JournalLine, { type: 'monitoring' }>;

/** Works out what happened from the record. */
export function storyOf(record: RunRecord): RunStory {
  const { started, timeline, lines } = record;
  const injectedAt = injectionOf(record);
  return {
    ...(injectedAt === undefined ? {} : { injectedAt }),
    injectionSeen: timeline.injectedAt !== undefined,
    ...(timeline.undoneAt === undefined ? {} : { undoneAt: timeline.undoneAt }),
    faults: started.scenario.faults.map(faultWords),
    alerts: timeline.alerts,
    expected: started.scenario.expect.map((expectation) => expectedAlert(record, expectation, injectedAt)),
    lines: lines.map(viewLine),
  };
}

function faultWords(fault: Scenario['faults'][number]): FaultWords {
  switch (fault.kind) {
    case 'kill': {
      const victim = code(fault.service);
      return {
        victim: fault.service,
        plan: phrase`kill ${victim}${fault.hold ? ' and hold it down' : ''}`,
        done: phrase`killed ${victim}${fault.hold ? ' and held it down' : ''}`,
        passive: phrase`${victim} was killed`,
        ...(fault.hold && { hold: 'Its restart policy was taken away, so that nothing but the repair could bring it back.' }),
      };
    }
  }
}

function viewLine(line: JournalLine): ViewLine {
  switch (line.type) {
    case 'undo': {
      const { records, ...rest } = line;
      return { ...rest, victims: [...new Set(records.map(({ target }) => target.service))], steps: records.length };
    }
    case 'monitoring': {
      const { prometheus, alertmanager, inbox, ...rest } = line;
      const sources = Object.entries({ prometheus, alertmanager, inbox });
      return { ...rest, unreachable: sources.flatMap(([name, state]) => (state === 'ok' ? [] : [name])) };
    }
    default:
      return line;
  }
}

// The engine's own event; if it was lost, the proof's, and last the moment at which the run said that it begins: it may have taken effect.
function injectionOf({ timeline, lines }: RunRecord): Milliseconds | undefined {
  const proven = lines.find((line) => line.type === 'proof' && line.proof.proven);
  const applying = lines.find((line) => line.type === 'undo' && line.status === 'applying');
  return timeline.injectedAt ?? (proven?.type === 'proof' ? proven.proof.at : undefined) ?? applying?.at;
}

function expectedAlert(
  { started, timeline }: RunRecord,
  expectation: Expectation,
  injectedAt: Milliseconds | undefined,
): ExpectedAlert {
  const history = historyOf(expectation, timeline.alerts);
  const firing = firstOfEach(history, 'firing', expectation);
  const resolved = firstOfEach(history, 'resolved', expectation);
  const bounds = started.bounds[expectation.id];
  const missing = silentChannels(expectation, firing);
  const whole = firing.length > 0 && missing.length === 0;
  return {
    expectation,
    ...(bounds ? { bounds } : {}),
    ...(history ? { history } : {}),
    firing,
    missing,
    missingResolved: silentChannels(expectation, resolved),
    ...(whole ? { notifiedAt: Math.max(...firing.map(({ receivedAt }) => receivedAt)) } : {}),
    stages: injectedAt === undefined ? [] : detectionStages(injectedAt, history, firing),
    back: timeline.undoneAt === undefined ? [] : resolutionStages(timeline.undoneAt, history, resolved),
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

const silentChannels = ({ notified }: Expectation, receipts: readonly ReceiptOfAlert[]): readonly string[] =>
  notified.filter((channel) => !receipts.some((receipt) => receipt.channel === channel)).map(channelName);
