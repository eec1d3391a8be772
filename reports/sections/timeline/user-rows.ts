import type { Milliseconds } from '../../../core/time.js';
import { affected } from '../../view/impact.js';
import type { View } from '../../view/view.js';
import type { TimelineRow } from './row.js';

/** When users began to be affected, and when that ended. Visitors count by whole seconds: a row stands at the end of the one it is about. */
export function userRows(view: View): readonly TimelineRow[] {
  const hit = affected(view);
  if (!hit) return [];
  const row = (at: Milliseconds, event: string): TimelineRow => ({ at, source: 'visitors', event, weight: 8 });
  const total = `${hit.failed} failed and ${hit.slow} slow in all`;
  if (hit.firstSecondEnds === hit.to) return [row(hit.to, `end of the only second with failed or slow requests: ${total}`)];
  return [
    row(hit.firstSecondEnds, 'end of the first second with failed or slow requests'),
    row(hit.to, `end of the last second with failed or slow requests: ${total}`),
  ];
}
