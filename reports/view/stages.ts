import type { Milliseconds } from '../../core/time.js';
import type { AlertHistory, ReceiptOfAlert } from '../../scenarios/record/record.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import { enumeratedChannels } from './channel-name.js';

/** A stretch between two moments of the pipeline. */
export interface Stage {
  readonly name: string;
  readonly ms: Milliseconds;
  /** Moment of its end. */
  readonly at: Milliseconds;
  /** Least and most that the configuration allows; absent if the next stage's figure covers it. */
  range(bounds: DetectionBounds): { readonly floorMs: Milliseconds; readonly ceilingMs: Milliseconds } | undefined;
}

interface Moment {
  readonly name: string;
  readonly at: Milliseconds | undefined;
  readonly range: Stage['range'];
}

/**
 * The way to the message: injected → pending → firing → received → notified, the last one at the latest message of the channels that were
 * reached. Stops at the first moment that did not happen.
 */
export function detectionStages(
  injectedAt: Milliseconds,
  history: AlertHistory | undefined,
  firing: readonly ReceiptOfAlert[],
): readonly Stage[] {
  const { pendingAt, firingAt, receivedAt } = history ?? {};
  const arrivals = firing.map((receipt) => receipt.receivedAt);
  return stagesOf(injectedAt, [
    {
      name: 'injected → pending',
      // Without `for`, Prometheus fires in the evaluation that finds the alert: no poll ever sees it pending.
      at: pendingAt ?? firingAt,
      range: ({ parts }) => ({
        floorMs: parts.windowFillMs,
        ceilingMs: parts.scrapeMs + parts.evaluationMs + parts.windowFillMs,
      }),
    },
    { name: 'pending → firing', at: firingAt, range: ({ parts }) => ({ floorMs: parts.holdMs, ceilingMs: parts.holdMs }) },
    { name: 'firing → received', at: earliest([receivedAt, ...arrivals]), range: () => undefined },
    {
      name: `received → notified (${channelsOf(firing)})`,
      at: latest(arrivals),
      range: ({ parts }) => ({ floorMs: 0, ceilingMs: Math.max(parts.groupWaitMs, parts.groupIntervalMs) + parts.deliveryMs }),
    },
  ]);
}

/** The way back: undone → resolved → resolution notified. Stops at the first moment that did not happen. */
export function resolutionStages(
  undoneAt: Milliseconds,
  history: AlertHistory | undefined,
  resolved: readonly ReceiptOfAlert[],
): readonly Stage[] {
  const arrivals = resolved.map(({ receivedAt }) => receivedAt);
  return stagesOf(undoneAt, [
    { name: 'undone → resolved', at: history?.resolvedAt, range: () => undefined },
    { name: `resolved → resolution notified (${channelsOf(resolved)})`, at: latest(arrivals), range: () => undefined },
  ]);
}

/** Stages of the whole way to the message. */
export const WAY_THERE = 4;
/** Stages of the whole way back. */
export const WAY_BACK = 2;

/** The message arrived: nothing of the way there is missing. */
export const isWhole = (stages: readonly Stage[]): boolean => stages.length === WAY_THERE;

/** What the stages sum to. */
export const totalMs = (stages: readonly Stage[]): Milliseconds => stages.reduce((total, { ms }) => total + ms, 0);

/** The stage that took longest. */
export const dominantStage = (stages: readonly Stage[]): Stage | undefined => stages.toSorted((a, b) => b.ms - a.ms)[0];

const channelsOf = (receipts: readonly ReceiptOfAlert[]) => enumeratedChannels(receipts.map(({ channel }) => channel));

// A poll can see a state later than the message that it caused arrives: the later stamp is then an upper bound, and the stage is cut there.
function stagesOf(origin: Milliseconds, moments: readonly Moment[]): readonly Stage[] {
  const stages: Stage[] = [];
  let before = Math.round(origin);
  for (const [i, { name, at, range }] of moments.entries()) {
    if (at === undefined) return stages;
    const later = moments.slice(i + 1).flatMap((moment) => moment.at ?? []);
    const end = Math.max(before, Math.min(Math.round(at), ...later.map((moment) => Math.round(moment))));
    stages.push({ name, ms: end - before, at: end, range });
    before = end;
  }
  return stages;
}

function earliest(moments: readonly (Milliseconds | undefined)[]): Milliseconds | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

const latest = (moments: readonly Milliseconds[]): Milliseconds | undefined =>
  moments.length === 0 ? undefined : Math.max(...moments);
