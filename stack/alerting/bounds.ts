import type { Milliseconds } from '../../core/time.js';
import type { AlertRule, DetectionBounds, PipelineTimes, Route } from './model.js';
import { windowFillOf } from './window-fill.js';

/** `for` as it really lasts: an alert fires at an evaluation, so it is rounded up to the next. */
export const holdOf = (forMs: Milliseconds, evaluationMs: Milliseconds): Milliseconds =>
  Math.ceil(forMs / evaluationMs) * evaluationMs;

/**
 * Best and worst time from a fault to its message (or to firing, without a route) that the configuration implies:
 *
 *     floor   = hold + window fill
 *     ceiling = scrape + upstream + evaluation + hold + window fill + max(group_wait, group_interval) + delivery
 *
 * The floor has the window fill at full effect and delivery 0, the ceiling the window fill at least effect (see `windowFillOf`); `parts` are
 * those of the ceiling. group_interval counts because a group that outlived an earlier incident does not wait group_wait again.
 * @param deliveryMs bound on sending, rendering and delivering one message
 */
export function detectionBounds(
  rule: AlertRule,
  route: Route | undefined,
  times: PipelineTimes,
  deliveryMs: Milliseconds,
): DetectionBounds {
  const { scrapeMs, upstreamMs = 0 } = times;
  const evaluationMs = rule.intervalMs ?? times.evaluationMs;
  const holdMs = holdOf(rule.forMs, evaluationMs);
  const fill = windowFillOf(rule.expr);
  const parts = {
    scrapeMs,
    ...(upstreamMs > 0 && { upstreamMs }),
    evaluationMs,
    holdMs,
    windowFillMs: fill.worstMs,
    groupWaitMs: route?.groupWaitMs ?? 0,
    groupIntervalMs: route?.groupIntervalMs ?? 0,
    deliveryMs: route ? deliveryMs : 0,
  };
  const waitMs = Math.max(parts.groupWaitMs, parts.groupIntervalMs);
  return {
    floorMs: Math.round(holdMs + fill.bestMs),
    ceilingMs: Math.round(scrapeMs + upstreamMs + evaluationMs + holdMs + fill.worstMs + waitMs + parts.deliveryMs),
    parts,
  };
}
