import { groupBy } from '../../../core/group.js';
import { phrase } from '../../document/phrase.js';
import type { View } from '../../view/view.js';
import { alertRows } from './alert-rows.js';
import { lineRow } from './line-rows.js';
import { messageRows } from './message-rows.js';
import type { TimelineRow } from './row.js';
import { userRows } from './user-rows.js';

/** Every row of the timeline in order of time, each once whatever number of polls saw it. */
export function timelineRows(view: View): readonly TimelineRow[] {
  const rows = [
    ...view.lines.flatMap((line) => lineRow(view, line)),
    ...alertRows(view),
    ...messageRows(view),
    ...userRows(view),
  ];
  return merge(rows.toSorted((a, b) => a.at - b.at));
}

// Series of one alert that change at the same moment are one row; so are the rows of several labels.
function merge(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  const same = groupBy(rows, ({ at, source, event }) => JSON.stringify([at, source, event]));
  return [...same.values()].flatMap(([row, ...more]) => {
    if (row === undefined) return [];
    return more.length === 0 ? row : { ...row, event: phrase`${row.event} (× ${more.length + 1})` };
  });
}
