import type { Supervised } from '../../stack/supervised/supervised.js';
import { type AlertmanagerClient, alertmanagerClient } from './alertmanager.js';
import { type InboxClient, inboxClient } from './inbox.js';
import { type PrometheusClient, prometheusClient } from './prometheus.js';
import { type VisitorsClient, visitorsClient } from './visitors.js';

/** Everything of a supervised system that can be asked. */
export interface Clients {
  readonly prometheus: PrometheusClient;
  readonly alertmanager: AlertmanagerClient;
  readonly inbox: InboxClient;
  readonly visitors: VisitorsClient;
}

/** The clients of a supervised system. */
export const clientsOf = ({ prometheus, alertmanager, inbox, visitors }: Supervised): Clients => ({
  prometheus: prometheusClient(prometheus),
  alertmanager: alertmanagerClient(alertmanager),
  inbox: inboxClient(inbox),
  visitors: visitorsClient(visitors),
});
