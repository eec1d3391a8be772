import { instanceNames } from '../model/instances.js';
import type { Service, Stack } from '../model/stack.js';
import type { Settled } from '../settle/settled.js';
import { database } from './database.js';
import { alertmanager, blackboxExporter, mysqldExporter, prometheus } from './monitoring.js';
import { api, exporter, inbox, visitors } from './programs.js';
import { cache, front } from './site.js';

/** Each service of the reference stack, with its number of instances. */
const REPLICAS = {
  db: 1,
  cache: 1,
  api: 2,
  front: 1,
  visitors: 1,
  inbox: 1,
  alertmanager: 1,
  'mysqld-exporter': 1,
  'blackbox-exporter': 1,
  exporter: 1,
  prometheus: 1,
} as const;

type ReferenceService = keyof typeof REPLICAS;

/** The names of all services of the reference stack. */
export const REFERENCE_SERVICES = Object.keys(REPLICAS) as readonly ReferenceService[];

/** All instances that the reference stack should have. */
export const REFERENCE_INSTANCES: readonly { readonly name: string; readonly service: ReferenceService }[] =
  REFERENCE_SERVICES.flatMap((service) =>
    instanceNames({ name: service, replicas: REPLICAS[service] }).map((name) => ({ name, service })),
  );

/** The reference stack as data: a small shop and everything that watches it. Pure. */
export function referenceStack(settled: Settled): Stack {
  const services: Readonly<Record<ReferenceService, Service>> = {
    db: database(settled),
    cache: cache(settled),
    api: api(settled, REPLICAS.api),
    front: front(settled),
    visitors: visitors(settled),
    inbox: inbox(settled),
    alertmanager: alertmanager(settled),
    'mysqld-exporter': mysqldExporter(settled),
    'blackbox-exporter': blackboxExporter(settled),
    exporter: exporter(settled, REFERENCE_INSTANCES),
    prometheus: prometheus(
      settled,
      REFERENCE_SERVICES.filter((name) => name !== 'prometheus'),
    ),
  };
  return { name: settled.stack, services: REFERENCE_SERVICES.map((name) => services[name]) };
}
