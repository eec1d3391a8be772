import type { Milliseconds } from '../../core/time.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import type { ExpectedAlert, View } from './view.js';

/** A stretch between two moments of the pipeline. */
export interface Stage {
  readonly name: string;
  readonly ms: Milliseconds;
  /** Moment of its end. */
  readonly at: Milliseconds;
  /** Least and most that the configuration allows; absent where the next stage's figure covers it. */
  range(bounds: DetectionBounds): { readonly floorMs: Milliseconds; readonly ceilingMs: Milliseconds } | undefined;
}

interface Moment {
  readonly name: string;
  readonly at: Milliseconds | undefined;
  readonly range: Stage['range'];
}

/** The way to the message: injected → pending → firing → received → notified. Stops at the first moment that did not happen. */
export function detectionStages(
  { expectation, history, firing, notifiedAt }: ExpectedAlert,
  injectedAt: Milliseconds,
): readonly Stage[] {
  const { firingAt } = history ?? {};
  // Without `for`, Prometheus fires in the evaluation that finds the alert: no poll ever sees it pending.
  const pendingAt = history?.pendingAt ?? firingAt;
  const channels = expectation.notified.length > 1 ? ` (${expectation.notified.join(' and ')})` : '';
  return stagesOf(injectedAt, [
    {
      name: 'injected → pending',
      at: pendingAt,
      range: ({ parts }) => ({
        floorMs: parts.windowFillMs,
        ceilingMs: parts.scrapeMs + parts.evaluationMs + parts.windowFillMs,
      }),
    },
    { name: 'pending → firing', at: firingAt, range: ({ parts }) => ({ floorMs: parts.holdMs, ceilingMs: parts.holdMs }) },
    { name: 'firing → received', at: earliest(history?.receivedAt, firing[0]?.receivedAt), range: () => undefined },
    {
      name: `received → notified${channels}`,
      at: notifiedAt,
      range: ({ parts }) => ({ floorMs: 0, ceilingMs: Math.max(parts.groupWaitMs, parts.groupIntervalMs) + parts.deliveryMs }),
    },
  ]);
}

/** The way back: undone → resolved → resolution notified. */
export function resolutionStages({ history, resolutionNotifiedAt }: ExpectedAlert, { undoneAt }: View): readonly Stage[] {
  if (undoneAt === undefined) return [];
  return stagesOf(undoneAt, [
    { name: 'undone → resolved', at: history?.resolvedAt, range: () => undefined },
    { name: 'resolved → resolution notified', at: resolutionNotifiedAt, range: () => undefined },
  ]);
}

/** The stage that took longest. */
export const dominantStage = (stages: readonly Stage[]): Stage | undefined => stages.toSorted((a, b) => b.ms - a.ms)[0];

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

const earliest = (a: Milliseconds | undefined, b: Milliseconds | undefined): Milliseconds | undefined =>
  a === undefined || b === undefined ? a : Math.min(a, b);
