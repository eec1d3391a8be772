import type { Milliseconds } from '../../../core/time.js';
import { code, codes, type Phrase, phrase, strong } from '../../document/phrase.js';
import type { AlertHistory } from '../../view/story.js';
import { isWatchdog, linesOf, type View } from '../../view/view.js';
import type { TimelineRow } from './row.js';

/**
 * The moments of every alert. What was there before the fault is no part of the incident; without a fault there is nothing else to show.
 */
export function alertRows(view: View): readonly TimelineRow[] {
  return view.alerts
    .filter(({ alertname, before }) => !isWatchdog(alertname) && (!before || view.injectedAt === undefined))
    .flatMap((history) => momentRows(view, history));
}

function momentRows(view: View, history: AlertHistory): readonly TimelineRow[] {
  const { alertname, pendingAt, firingAt, receivedAt, resolvedAt } = history;
  const name = code(alertname);
  const weight = view.scenario.expect.some(({ alert }) => alert === alertname) ? 8 : 5;
  const muted = mutedAt(view, history);
  const by = history.inhibitedBy.length > 0 ? phrase`inhibited by ${codes(history.inhibitedBy)}` : 'silenced';
  const arrivesMuted = muted !== undefined && muted === receivedAt;
  const row = (
    at: Milliseconds | undefined,
    source: TimelineRow['source'],
    event: Phrase,
    rank = weight,
  ): readonly TimelineRow[] => (at === undefined ? [] : [{ at, source, event: phrase`${name} ${event}`, weight: rank }]);
  return [
    ...row(pendingAt, 'Prometheus', 'pending', weight - 1),
    ...row(firingAt, 'Prometheus', strong('firing')),
    ...row(arrivesMuted ? undefined : receivedAt, 'Alertmanager', 'received', weight - 1),
    ...row(muted, 'Alertmanager', phrase`${arrivesMuted ? 'received and ' : ''}muted: ${by}`, 7),
    ...row(resolvedAt, 'Prometheus', firingAt === undefined ? 'no longer pending' : 'resolved'),
  ];
}

function mutedAt(view: View, { fingerprint, startsAt }: AlertHistory): Milliseconds | undefined {
  if (fingerprint === undefined) return undefined;
  return linesOf(view, 'notification-state').find(
    (line) => line.state === 'suppressed' && line.fingerprint === fingerprint && line.startsAt === startsAt,
  )?.at;
}
