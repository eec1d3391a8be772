import type { Supervised } from '../../stack/supervised/supervised.js';
import { type AlertmanagerClient, alertmanagerClient } from './alertmanager.js';
import { type InboxClient, inboxClient } from './inbox.js';
import { type PrometheusClient, prometheusClient } from './prometheus.js';
import { type VisitorsClient, visitorsClient } from './visitors.js';

/** Clients of everything in a supervised system that can be queried. A part that the system lacks is absent. */
export interface Clients {
  readonly prometheus: PrometheusClient;
  readonly alertmanager: AlertmanagerClient;
  readonly receipts?: InboxClient;
  readonly load?: VisitorsClient;
}

/** The clients of a supervised system. */
export const clientsOf = ({ prometheus, alertmanager, receipts, load }: Supervised): Clients => ({
  prometheus: prometheusClient(prometheus),
  alertmanager: alertmanagerClient(alertmanager),
  ...(receipts && { receipts: inboxClient(receipts.url) }),
  ...(load && { load: visitorsClient(load) }),
});
