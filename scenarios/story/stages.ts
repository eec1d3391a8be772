import type { Milliseconds } from '../../core/time.js';
import type { DetectionBounds, ResolutionBounds } from '../../stack/alerting/model.js';

/** Points that an alert passes through, in detection and in recovery. */
export type StageEnd =
  | 'injected'
  | 'first bad sample'
  | 'pending'
  | 'firing'
  | 'received'
  | 'notified'
  | 'undone'
  | 'first good sample'
  | 'resolved'
  | 'resolution notified';

/** The shortest and longest time that the configuration allows. */
export interface Range {
  readonly floorMs: Milliseconds;
  readonly ceilingMs: Milliseconds;
}

/** The time between two points of the pipeline. All of them add up to the total. */
export interface Stage {
  readonly from: StageEnd;
  readonly to: StageEnd;
  readonly ms: Milliseconds;
  /** Moment of its end. */
  readonly at: Milliseconds;
  /** In this run; absent if the next stage's range covers it, or no bounds are known. */
  readonly inForce?: Range;
  readonly production?: Range;
}

/** The bounds of detection or recovery, in this run and in production. */
export interface WayBounds<B> {
  readonly inForce: B;
  readonly production: B;
}

interface Moment<B> {
  readonly name: StageEnd;
  readonly at: Milliseconds | undefined;
  /** May be unknown without ending the sequence: the next point's range then covers both. */
  readonly optional?: boolean;
  readonly range: (bounds: B) => Range | undefined;
}

/** The times of the detection. */
export interface DetectionMoments {
  readonly injectedAt: Milliseconds;
  readonly firstBadAt?: Milliseconds | undefined;
  readonly pendingAt?: Milliseconds | undefined;
  readonly firingAt?: Milliseconds | undefined;
  readonly receivedAt?: Milliseconds | undefined;
  /** Of the last message that arrived. */
  readonly notifiedAt?: Milliseconds | undefined;
}

/**
 * From the fault to the message: injected → first bad sample → pending → firing → received → notified. Ends at the first point that was not reached;
 * an unknown first bad sample is left out.
 */
export function detectionStages(moments: DetectionMoments, bounds: WayBounds<DetectionBounds> | undefined): readonly Stage[] {
  const { injectedAt, firstBadAt, pendingAt, firingAt, receivedAt, notifiedAt } = moments;
  const sampled = firstBadAt !== undefined;
  return stagesOf<DetectionBounds>({ name: 'injected', at: injectedAt }, bounds, [
    {
      name: 'first bad sample',
      at: firstBadAt,
      optional: true,
      range: ({ parts }) => ({ floorMs: 0, ceilingMs: parts.scrapeMs }),
    },
    {
      name: 'pending',
      // Without `for`, Prometheus fires in the evaluation that finds the alert: no poll ever sees it pending.
      at: pendingAt ?? firingAt,
      range: ({ parts }) => ({
        floorMs: parts.windowFillMs,
        ceilingMs: (sampled ? 0 : parts.scrapeMs) + parts.evaluationMs + parts.windowFillMs,
      }),
    },
    { name: 'firing', at: firingAt, range: ({ parts }) => ({ floorMs: parts.holdMs, ceilingMs: parts.holdMs }) },
    // A message may arrive before the next poll of Alertmanager.
    { name: 'received', at: earliest([receivedAt, notifiedAt]), range: () => undefined },
    {
      name: 'notified',
      at: notifiedAt,
      range: ({ parts }) => ({ floorMs: 0, ceilingMs: Math.max(parts.groupWaitMs, parts.groupIntervalMs) + parts.deliveryMs }),
    },
  ]);
}

/** The times of the recovery. */
export interface RecoveryMoments {
  readonly undoneAt: Milliseconds;
  readonly firstGoodAt?: Milliseconds | undefined;
  readonly resolvedAt?: Milliseconds | undefined;
  readonly notifiedAt?: Milliseconds | undefined;
}

/** From the repair to the resolution: undone → first good sample → resolved → resolution notified. */
export function recoveryStages(moments: RecoveryMoments, bounds: WayBounds<ResolutionBounds> | undefined): readonly Stage[] {
  const { undoneAt, firstGoodAt, resolvedAt, notifiedAt } = moments;
  return stagesOf<ResolutionBounds>({ name: 'undone', at: undoneAt }, bounds, [
    {
      name: 'first good sample',
      at: firstGoodAt,
      optional: true,
      range: () => undefined,
    },
    { name: 'resolved', at: resolvedAt, range: () => undefined },
    { name: 'resolution notified', at: notifiedAt, range: () => undefined },
  ]);
}

/** The stage that took longest. */
export const dominantStage = <T extends Stage>(stages: readonly T[]): T | undefined =>
  stages.toSorted((a, b) => b.ms - a.ms)[0];

// A poll can see a state later than the message that it caused arrives: the later timestamp is then an upper bound, and the stage is clipped to it.
function stagesOf<B>(
  origin: { readonly name: StageEnd; readonly at: Milliseconds },
  bounds: WayBounds<B> | undefined,
  moments: readonly Moment<B>[],
): readonly Stage[] {
  const known = moments.filter(({ at, optional }) => at !== undefined || !optional);
  const stages: Stage[] = [];
  let from = origin.name;
  let before = Math.round(origin.at);
  for (const [i, { name, at, range }] of known.entries()) {
    if (at === undefined) return stages;
    const later = known.slice(i + 1).flatMap((moment) => moment.at ?? []);
    const end = Math.max(before, Math.min(Math.round(at), ...later.map((moment) => Math.round(moment))));
    const [inForce, production] = [bounds && range(bounds.inForce), bounds && range(bounds.production)];
    stages.push({ from, to: name, ms: end - before, at: end, ...(inForce && { inForce }), ...(production && { production }) });
    [from, before] = [name, end];
  }
  return stages;
}

const earliest = (moments: readonly (Milliseconds | undefined)[]): Milliseconds | undefined => {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};
