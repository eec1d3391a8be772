import { absentSelectors, isPresent, requiredSeries, selectorsOf } from '../../stack/alerting/series.js';
import type { Clients } from '../observe/clients.js';
import type { ExpectationPlan } from './context.js';

/**
 * Builds the query "which series that an expected rule needs are absent?". A query that fails rejects: no answer is not an
 * empty answer.
 */
export function absentSeriesOf(
  plans: readonly Pick<ExpectationPlan, 'rule'>[],
): (clients: Clients) => Promise<readonly string[]> {
  const requirements = plans.flatMap(({ rule }) => (rule ? [requiredSeries(rule.expr)] : []));
  const selectors = [...new Set(requirements.flatMap((requirement) => selectorsOf(requirement)))];
  return async ({ prometheus }) => {
    const counts = await Promise.all(selectors.map((selector) => prometheus.query(`count(${selector})`)));
    const present = new Set(selectors.filter((_, i) => (counts[i]?.[0]?.value ?? 0) > 0));
    const has = (selector: string) => present.has(selector);
    return [...new Set(requirements.filter((r) => !isPresent(r, has)).flatMap((r) => absentSelectors(r, has)))];
  };
}
