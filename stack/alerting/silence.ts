import type { Milliseconds } from '../../core/time.js';
import type { Route, SilenceBounds } from './model.js';

/** What decides when the silence of an alert is noticed. */
export interface SilenceTimes {
  /** Of the alert's group. */
  readonly evaluationMs: Milliseconds;
  /** `--rules.alert.resend-delay`. */
  readonly resendMs: Milliseconds;
  /** Bound on sending, rendering and delivering one message. */
  readonly deliveryMs: Milliseconds;
}

/**
 * The longest time between two messages of an alert that goes on firing. Alertmanager repeats a message at the first tick of group_interval at
 * which repeat_interval has passed (notify.DedupStage.needsUpdate); the time of a message is taken a little after its tick, so a
 * repeat_interval that is a multiple of the tick may need one more.
 */
export const repeatPeriodOf = ({ repeatIntervalMs, groupIntervalMs }: Route): Milliseconds =>
  groupIntervalMs > 0 ? (Math.floor(repeatIntervalMs / groupIntervalMs) + 1) * groupIntervalMs : repeatIntervalMs;

/**
 * Silence is twice the longest time between two messages without one. With period p, counted from the fault:
 *
 *     floor   = p                          the last message came a whole period before the fault
 *     ceiling = expiry + 2·p + delivery    it came as late as it can
 *
 * Without Prometheus, Alertmanager goes on for the expiry: 4 times the longer of evaluation interval and resend-delay, after which it takes the
 * alert for resolved (rules.Group.Eval: `sendAlerts`).
 */
export function silenceBounds(route: Route, { evaluationMs, resendMs, deliveryMs }: SilenceTimes): SilenceBounds {
  const periodMs = repeatPeriodOf(route);
  const expiryMs = 4 * Math.max(evaluationMs, resendMs);
  return { floorMs: periodMs, ceilingMs: expiryMs + 2 * periodMs + deliveryMs, periodMs, expiryMs };
}
