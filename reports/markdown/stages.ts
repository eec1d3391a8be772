import type { Milliseconds } from '../../core/time.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import { channelName, list } from './format.js';
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

/**
 * The way to the message: injected → pending → firing → received → notified, the last one at the latest message of the channels that were
 * reached. Stops at the first moment that did not happen.
 */
export function detectionStages({ history, firing }: ExpectedAlert, injectedAt: Milliseconds): readonly Stage[] {
  const { firingAt } = history ?? {};
  const messages = firing.map(({ receivedAt }) => receivedAt);
  return stagesOf(injectedAt, [
    {
      name: 'injected → pending',
      // Without `for`, Prometheus fires in the evaluation that finds the alert: no poll ever sees it pending.
      at: history?.pendingAt ?? firingAt,
      range: ({ parts }) => ({
        floorMs: parts.windowFillMs,
        ceilingMs: parts.scrapeMs + parts.evaluationMs + parts.windowFillMs,
      }),
    },
    { name: 'pending → firing', at: firingAt, range: ({ parts }) => ({ floorMs: parts.holdMs, ceilingMs: parts.holdMs }) },
    { name: 'firing → received', at: earliest([history?.receivedAt, ...messages]), range: () => undefined },
    {
      name: `received → notified${channelNames(firing)}`,
      at: latest(messages),
      range: ({ parts }) => ({ floorMs: 0, ceilingMs: Math.max(parts.groupWaitMs, parts.groupIntervalMs) + parts.deliveryMs }),
    },
  ]);
}

/** The way back: undone → resolved → resolution notified. */
export function resolutionStages({ history, resolved }: ExpectedAlert, { undoneAt }: View): readonly Stage[] {
  if (undoneAt === undefined) return [];
  const messages = resolved.map(({ receivedAt }) => receivedAt);
  return stagesOf(undoneAt, [
    { name: 'undone → resolved', at: history?.resolvedAt, range: () => undefined },
    { name: `resolved → resolution notified${channelNames(resolved)}`, at: latest(messages), range: () => undefined },
  ]);
}

const channelNames = (receipts: ExpectedAlert['firing']) => ` (${list(receipts.map(({ channel }) => channelName(channel)))})`;

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

const earliest = (moments: readonly (Milliseconds | undefined)[]): Milliseconds | undefined =>
  extreme(moments, (a, b) => Math.min(a, b));
const latest = (moments: readonly (Milliseconds | undefined)[]): Milliseconds | undefined =>
  extreme(moments, (a, b) => Math.max(a, b));

function extreme(
  moments: readonly (Milliseconds | undefined)[],
  choose: (a: Milliseconds, b: Milliseconds) => Milliseconds,
): Milliseconds | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : known.reduce(choose);
}
