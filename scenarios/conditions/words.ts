import { formatSpan } from '../../core/duration.js';
import type { AbortCondition, Condition, PromqlCondition } from '../model/condition.js';

/** A condition as a sentence: `front /api/products answers 200 within 2.0 s`. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'http': {
      const { service, path, status, withinMs } = condition;
      return `${service} ${path} answers ${status} within ${formatSpan(withinMs)}`;
    }
    case 'promql':
      return `${condition.query} is ${boundsText(condition)}`;
    case 'quiet':
      return 'no alert is pending or firing';
    case 'resolved':
      return `${condition.alert} is resolved`;
  }
}

/** When a condition ends the run: `when … holds`, `unless … holds`. */
export const abortText = ({ on, condition }: AbortCondition): string => `${on} ${conditionText(condition)}`;

/** What a query's values must be: `2 ± 0.1`, `at least 1`, `between 1 and 3`. */
export function boundsText({ equals, tolerance, min, max }: Omit<PromqlCondition, 'kind' | 'query'>): string {
  if (equals !== undefined) return tolerance === undefined || tolerance === 0 ? `${equals}` : `${equals} ± ${tolerance}`;
  if (min !== undefined && max !== undefined) return `between ${min} and ${max}`;
  return min !== undefined ? `at least ${min}` : `at most ${max}`;
}
