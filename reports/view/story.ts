import type { Milliseconds } from '../../core/time.js';
import { targetText } from '../../scenarios/faults/fault.js';
import { wordsOf } from '../../scenarios/faults/registry.js';
import type { FaultSpec } from '../../scenarios/model/fault.js';
import type { Expectation } from '../../scenarios/model/scenario.js';
import type { JournalLine, RunStarted, Stamp } from '../../scenarios/record/events.js';
import type { RunRecord } from '../../scenarios/record/record.js';
import type { AlertHistory, ExpectationStory, ReceiptOfAlert, Story } from '../../scenarios/story/story.js';
import { tell } from '../../scenarios/story/tell.js';
import { code, type Phrase, phrase } from '../document/phrase.js';
import { channelName } from './channel-name.js';
import { namedStages, type Stage } from './stages.js';

// What happened to faults, alerts and monitoring, as the sections see it: the story of the run, in the words of reports. This is the only file
// of the reports that reads the faults of a scenario, and `fault` and `monitoring` lines.

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
  /** injected → first bad sample → pending → firing → received → notified, as far as it came. */
  readonly stages: readonly Stage[];
  /** undone → first good sample → resolved → resolution notified, as far as it came. */
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
  /** What it meant for the victim, as sentences: `db was killed.` */
  readonly effect: Phrase;
}

/** A line of the journal as sections read it. */
export type ViewLine = Exclude<JournalLine, { type: 'fault' | 'monitoring' }> | FaultLine | MonitoringLine;

/** A step in the life of a fault. */
export interface FaultLine extends Stamp, Pick<Fault, 'type' | 'fault' | 'status' | 'detail'> {
  /** Names of the services that it touches. */
  readonly victims: readonly string[];
  /** How many records undo it. */
  readonly steps: number;
}

/** What could not be seen from this moment on. */
export interface MonitoringLine extends Stamp, Pick<Monitoring, 'type' | 'unhealthyRules' | 'absentSeries' | 'downTargets'> {
  /** The sources that did not answer. */
  readonly unreachable: readonly string[];
}

type Fault = Extract<JournalLine, { type: 'fault' }>;
type Monitoring = Extract<JournalLine, { type: 'monitoring' }>;

/** What happened, from the record. */
export function storyOf(record: RunRecord): RunStory {
  const story = tell(record);
  const { started, lines } = record;
  // If nothing tells when it happened, the moment at which the run said that it begins: it may have taken effect.
  const injectedAt = story.injectedAt ?? story.faults.find(({ appliedAt }) => appliedAt !== undefined)?.appliedAt;
  return {
    ...(injectedAt === undefined ? {} : { injectedAt }),
    injectionSeen: story.injectedAt !== undefined,
    ...(story.undoneAt === undefined ? {} : { undoneAt: story.undoneAt }),
    faults: started.scenario.faults.map(faultWords),
    alerts: story.alerts,
    expected: story.expectations.map(expectedAlert),
    lines: lines.map((line) => viewLine(line, story)),
  };
}

function faultWords(fault: FaultSpec): FaultWords {
  const { service, instances } = fault.target;
  const target = instances === 'all' ? code(service) : phrase`${targetText(fault).replace(/ of .*$/, '')} of ${code(service)}`;
  const words = wordsOf(fault);
  const filled = (text: string) => joinTarget(text, target);
  return { victim: service, plan: filled(words.plan), done: filled(words.done), effect: filled(words.effect) };
}

const joinTarget = (text: string, target: Phrase): Phrase =>
  text.split('{target}').map((part, i) => (i === 0 ? part : [target, part]));

function viewLine(line: JournalLine, { started }: Story): ViewLine {
  switch (line.type) {
    case 'fault': {
      const { records, targets, ...rest } = line;
      return { ...rest, victims: [...new Set(targets.map(({ service }) => service))], steps: records.length };
    }
    case 'monitoring': {
      const { sources, missingRules: _, ...rest } = line;
      const silent = Object.entries(sources).filter(([, state]) => state !== 'ok');
      return { ...rest, unreachable: silent.map(([source]) => serviceOf(source, started)) };
    }
    default:
      return line;
  }
}

/** What people call a source: the service that plays its part. */
const serviceOf = (source: string, { parts: { receipts, load } }: RunStarted): string => ({ receipts, load })[source] ?? source;

function expectedAlert(told: ExpectationStory): ExpectedAlert {
  const { expectation, bounds, firing, resolved, notifiedAt, detection, recovery } = told;
  const history = told.history ?? told.nearest;
  return {
    expectation,
    ...(bounds ? { bounds } : {}),
    ...(history ? { history } : {}),
    firing,
    missing: silentChannels(expectation, firing),
    missingResolved: silentChannels(expectation, resolved),
    ...(notifiedAt === undefined || expectation.notified.length === 0 ? {} : { notifiedAt }),
    stages: namedStages(detection, firing),
    back: namedStages(recovery, resolved),
  };
}

const silentChannels = ({ notified }: Expectation, receipts: readonly ReceiptOfAlert[]): readonly string[] =>
  notified.filter((channel) => !receipts.some((receipt) => receipt.channel === channel)).map(channelName);
