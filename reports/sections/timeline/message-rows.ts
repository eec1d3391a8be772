import { groupBy } from '../../../core/group.js';
import { code, enumerated, phrase } from '../../document/phrase.js';
import { channelName } from '../../view/channel-name.js';
import { isWatchdog, linesOf, type View } from '../../view/view.js';
import type { TimelineRow } from './row.js';

/** The arrival of every message about an alert; the Watchdog's are none. */
export function messageRows(view: View): readonly TimelineRow[] {
  return linesOf(view, 'receipt').flatMap(({ channel, message, receivedAt, alerts }): readonly TimelineRow[] => {
    const carried = alerts.filter(({ alertname }) => !isWatchdog(alertname));
    if (carried.length === 0 && alerts.length > 0) return [];
    const each = groupBy(carried, ({ alertname, status }) => `${status} ${alertname}`);
    const words = [...each.values()].map(([one]) => phrase`${code(one?.alertname ?? '')} ${one?.status ?? ''}`);
    const what = words.length > 0 ? enumerated(words) : 'no alert that can be identified';
    const event = phrase`${channelName(channel)} message ${message} arrived: ${what}`;
    return [{ at: receivedAt, source: 'inbox', event, weight: 8 }];
  });
}
