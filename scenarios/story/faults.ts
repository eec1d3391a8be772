import type { Milliseconds } from '../../core/time.js';
import { FAULT_KINDS } from '../faults/registry.js';
import { executorOf } from '../faults/undo/registry.js';
import type { FaultSpec, InstanceRef, UndoRecord } from '../model/fault.js';
import type { JournalLine } from '../record/events.js';
import { defined } from './defined.js';
import type { FaultStory, Interference } from './story.js';

type EngineLine = Extract<JournalLine, { type: 'engine' }>;
type FaultLine = Extract<JournalLine, { type: 'fault' }>;

/** Tolerated difference between the engine's timestamps and ours. */
const CLOCKS_MS: Milliseconds = 1_000;
/** The same for events right before the repair: a start that is stamped a little early belongs to the repair. */
const REPAIR_LAG_MS: Milliseconds = 50;
/** The engine shows an instance as running, and thereby proves a crash, a little before it reports the start. */
const START_LAG_MS: Milliseconds = 500;

/** The life of each fault of a scenario, as recorded in its journal. */
export function faultStories(faults: readonly FaultSpec[], lines: readonly JournalLine[]): readonly FaultStory[] {
  const events = lines.filter((line) => line.type === 'engine').sort((a, b) => a.time - b.time);
  return faults.map((spec) => faultStory(spec, lines, events));
}

function faultStory(spec: FaultSpec, lines: readonly JournalLine[], events: readonly EngineLine[]): FaultStory {
  const own = lines.filter((line): line is FaultLine => line.type === 'fault' && line.fault === spec.id);
  const proof = lines.find((line) => line.type === 'proof' && line.fault === spec.id);
  const atOf = (status: FaultLine['status']) => own.find((line) => line.status === status)?.at;
  const last = own.at(-1);
  const victims = own.find(({ targets }) => targets.length > 0)?.targets ?? [];
  const records = own.find((line) => line.records.length > 0)?.records ?? [];
  const names = new Set(victims.map(({ instance }) => instance));
  const parts: Parts = {
    spec,
    victims,
    records,
    events: events.filter(({ instance, instanceId }) => names.has(instance) || victims.some(({ id }) => id === instanceId)),
    repairs: lines.flatMap((line) =>
      line.type === 'remediation' && line.restarted
        ? [{ instances: line.restarted, from: line.startedAt - REPAIR_LAG_MS, to: line.endedAt + REPAIR_LAG_MS }]
        : [],
    ),
  };
  const appliedAt = atOf('applying');
  const begun = appliedAt !== undefined || proof !== undefined;
  const injectedAt = begun
    ? ((proof?.type === 'proof' ? proof.proof.at : undefined) ?? explainedMoment(parts, appliedAt))
    : undefined;
  const undoingAt = atOf('undoing');
  return {
    spec,
    victims,
    records,
    ...defined({
      status: last?.status,
      detail: last?.detail,
      statusAt: last?.at,
      proof: proof?.type === 'proof' ? proof.proof : undefined,
      appliedAt,
      injectedAt,
      undoingAt,
      undoneAt: injectedAt === undefined ? undefined : (backAt(parts, injectedAt, undoingAt) ?? atOf('undone')),
    }),
    interference:
      injectedAt === undefined
        ? []
        : interferenceOf(parts, { injectedAt, provenAt: proof?.at ?? Infinity, undoingAt: undoingAt ?? Infinity }),
  };
}

interface Parts {
  readonly spec: FaultSpec;
  readonly victims: readonly InstanceRef[];
  readonly records: readonly UndoRecord[];
  /** What happened to the victims, in order of the engine's timestamps. */
  readonly events: readonly EngineLine[];
  /** Restarts that the scenario's own repair made. */
  readonly repairs: readonly {
    readonly instances: readonly string[];
    readonly from: Milliseconds;
    readonly to: Milliseconds;
  }[];
}

const kindOf = ({ spec }: Parts) => FAULT_KINDS.find(({ kind }) => kind === spec.kind);

const explains = (parts: Parts, event: EngineLine): boolean => kindOf(parts)?.explains(event, parts.spec.params) ?? false;

// An end of the victim before supops touched it is not due to the fault.
const explainedMoment = (parts: Parts, appliedAt: Milliseconds | undefined): Milliseconds | undefined =>
  parts.events.find((event) => event.time >= (appliedAt ?? 0) - CLOCKS_MS && explains(parts, event))?.time;

/** When the last victim was back, by the events that its undo explains. */
function backAt(
  { victims, records, events }: Parts,
  injectedAt: Milliseconds,
  undoingAt: Milliseconds | undefined,
): Milliseconds | undefined {
  const from = (undoingAt ?? injectedAt) - CLOCKS_MS;
  const backs = victims.flatMap(({ instance, id }) => {
    const executors = records.filter(({ target }) => target.id === id).flatMap((record) => executorOf(record) ?? []);
    const back = events.find(
      (event) =>
        event.instance === instance &&
        event.time > injectedAt &&
        event.time >= from &&
        executors.some((executor) => executor.explains(event)),
    );
    return back ? [back.time] : [];
  });
  return backs.length === 0 ? undefined : Math.max(...backs);
}

interface Moments {
  readonly injectedAt: Milliseconds;
  readonly provenAt: Milliseconds;
  readonly undoingAt: Milliseconds;
}

/**
 * Starts and replacements of victims before the repair. What the fault itself does to them explains a start only until it is proven, unless the
 * fault goes on doing it, and never a replacement.
 */
function interferenceOf(parts: Parts, { injectedAt, provenAt, undoingAt }: Moments): readonly Interference[] {
  const ids = new Set(parts.victims.map(({ id }) => id));
  const recurs = kindOf(parts)?.recurs(parts.spec.params) ?? false;
  return parts.events.flatMap((event): Interference[] => {
    const { kind, time, instance, instanceId } = event;
    if ((kind !== 'started' && kind !== 'replaced') || time <= injectedAt) return [];
    if (!ids.has(instanceId)) return [{ instance, at: time, replaced: true }];
    if ((time <= provenAt + START_LAG_MS || recurs) && kind === 'started' && explains(parts, event)) return [];
    if (parts.repairs.some(({ instances, from, to }) => instances.includes(instance) && time >= from && time <= to)) return [];
    return time < undoingAt - REPAIR_LAG_MS ? [{ instance, at: time, replaced: false }] : [];
  });
}
