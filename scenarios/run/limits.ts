import type { Milliseconds } from '../../core/time.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';

/** Real time that programs may take to get going, on top of what the pipeline's own periods imply. */
const START_MS: Milliseconds = 20_000;

/** How long nothing unexpected may be pending or firing: three evaluations in a row. */
export const quietMs = ({ times }: Pick<Pipeline, 'times'>): Milliseconds => 3 * times.evaluationMs;

/** When preflight gives up. */
export const preflightLimitMs = ({ times }: Pick<Pipeline, 'times'>): Milliseconds =>
  START_MS + 2 * (times.scrapeMs + times.scrapeTimeoutMs);

/**
 * When waiting for quiet gives up.
 * @param drainMs the longest `group_interval` of the expected alerts
 */
export function quietLimitMs({ times, rules }: Pick<Pipeline, 'times' | 'rules'>, drainMs: Milliseconds): Milliseconds {
  const holdMs = Math.max(0, ...rules.flatMap((file) => file.rules.map((rule) => rule.keepFiringForMs)));
  return START_MS + 2 * (holdMs + drainMs) + 6 * (times.evaluationMs + times.scrapeMs);
}
