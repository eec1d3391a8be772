import type { Milliseconds } from '../../core/time.js';
import type { AlertRule, DetectionBounds, PipelineTimes, ResolutionBounds, Route } from './model.js';
import { windowDrainOf } from './window-drain.js';
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

/**
 * Best and worst time from the repair to the message of the alert's end (or to that end, if nothing notifies it) that the configuration implies:
 *
 *     floor   = max(0, window drain − scrape) + hold
 *     ceiling = scrape + upstream + window drain + evaluation + hold + group_interval + delivery
 *
 * The last bad sample is at most a scrape older than the repair and the first good one at most a scrape younger. From then on the window drains
 * (at best and at worst: see `windowDrainOf`). The first evaluation that finds the expression empty starts keep_firing_for, and the alert ends
 * at the first evaluation at which that has passed (rules.AlertingRule.Eval), so it is rounded up. Prometheus sends the end at once
 * (`Alert.needsSending`), Alertmanager at the group's next tick of group_interval and never sooner (dispatch.aggrGroup.run): an end does not
 * wait group_wait. What the repair itself takes, such as a database that recovers, comes on top.
 * @param route that of the alert; without one the bounds end in Prometheus
 * @param deliveryMs bound on sending, rendering and delivering one message
 */
export function resolutionBounds(
  rule: AlertRule,
  route: Route | undefined,
  times: PipelineTimes,
  deliveryMs: Milliseconds,
): ResolutionBounds {
  const { scrapeMs, upstreamMs = 0 } = times;
  const evaluationMs = rule.intervalMs ?? times.evaluationMs;
  const holdMs = holdOf(rule.keepFiringForMs, evaluationMs);
  const drain = windowDrainOf(rule.expr);
  const notifiedBy = route?.resolvedChannels ?? [];
  const isNotified = route !== undefined && notifiedBy.length > 0;
  const groupIntervalMs = isNotified ? route.groupIntervalMs : 0;
  const parts = {
    scrapeMs,
    ...(upstreamMs > 0 && { upstreamMs }),
    evaluationMs,
    windowDrainMs: drain.worstMs,
    holdMs,
    groupIntervalMs,
    deliveryMs: isNotified ? deliveryMs : 0,
  };
  const endedMs = scrapeMs + upstreamMs + drain.worstMs + evaluationMs + holdMs;
  return {
    floorMs: Math.max(0, drain.bestMs - scrapeMs) + holdMs,
    ceilingMs: endedMs + parts.groupIntervalMs + parts.deliveryMs,
    notifiedBy,
    parts,
  };
}
