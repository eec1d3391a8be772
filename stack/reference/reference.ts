import type { Service, Stack } from '../model/stack.js';
import type { Settled } from '../settle/settled.js';
import { database } from './database.js';
import { alertmanager, blackboxExporter, mysqldExporter, prometheus } from './monitoring.js';
import { api, exporter, inbox, visitors } from './programs.js';
import { cache, front } from './site.js';

/** The names of all services of the reference stack. */
export const REFERENCE_SERVICES = [
  'db',
  'cache',
  'api-1',
  'api-2',
  'front',
  'visitors',
  'inbox',
  'alertmanager',
  'mysqld-exporter',
  'blackbox-exporter',
  'exporter',
  'prometheus',
] as const;

type ReferenceService = (typeof REFERENCE_SERVICES)[number];

/** The reference stack as data: a small shop and everything that watches it. Pure. */
export function referenceStack(settled: Settled): Stack {
  const services: Readonly<Record<ReferenceService, Service>> = {
    db: database(settled),
    cache: cache(settled),
    'api-1': api(settled, 'api-1'),
    'api-2': api(settled, 'api-2'),
    front: front(settled),
    visitors: visitors(settled),
    inbox: inbox(settled),
    alertmanager: alertmanager(settled),
    'mysqld-exporter': mysqldExporter(settled),
    'blackbox-exporter': blackboxExporter(settled),
    exporter: exporter(settled, REFERENCE_SERVICES),
    prometheus: prometheus(
      settled,
      REFERENCE_SERVICES.filter((name) => name !== 'prometheus'),
    ),
  };
  return { name: settled.stack, services: REFERENCE_SERVICES.map((name) => services[name]) };
}
