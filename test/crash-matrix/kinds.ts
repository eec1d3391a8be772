/** One fault of each kind on the reference stack, as it is written in a scenario. */
export interface Sample {
  readonly kind: string;
  readonly service: string;
  /** One instance, if the service has several. */
  readonly instance?: string;
  /** Further keys of the fault. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Every kind that supops has; a test sees to it that none is missing. */
export const SAMPLES: readonly Sample[] = [
  { kind: 'kill', service: 'db', more: { hold: true } },
  { kind: 'pause', service: 'db' },
  { kind: 'stop', service: 'cache', more: { hold: true, grace: '2s' } },
  { kind: 'crash', service: 'cache' },
  { kind: 'crash-loop', service: 'api', instance: 'api-1', more: { every: '500ms' } },
  { kind: 'squeeze', service: 'api', instance: 'api-2', more: { cpus: 0.1 } },
  { kind: 'stress', service: 'front', more: { load: 0.5, take: '16MiB' } },
  { kind: 'disk', service: 'db', more: { volume: '/data', percent: 95, size: '100MiB' } },
  { kind: 'app', service: 'api', instance: 'api-1', more: { errors: 0.5 } },
  { kind: 'database.connections', service: 'db' },
  { kind: 'database.index', service: 'db', more: { table: 'shop.orders', index: 'orders_created_at' } },
  { kind: 'database.locks', service: 'db' },
  { kind: 'database.read-only', service: 'db' },
  { kind: 'database.slow', service: 'db' },
  { kind: 'load', service: 'front', more: { requests: 20 } },
  { kind: 'network.delay', service: 'db', more: { delay: '100ms' } },
  { kind: 'network.bandwidth', service: 'db', more: { rate: '1mbit' } },
  { kind: 'network.loss', service: 'db', more: { percent: 20 } },
  { kind: 'network.partition', service: 'cache' },
  { kind: 'network.reset', service: 'cache' },
  { kind: 'network.refuse', service: 'db' },
  { kind: 'network.dns', service: 'front' },
  { kind: 'http.error', service: 'front', more: { percent: 50 } },
  { kind: 'http.delay', service: 'front', more: { delay: '100ms' } },
];

/** A scenario with these faults only, which end by themselves after a while. Its expectation does not matter: no run gets that far. */
export const scenarioOf = (samples: readonly Sample[], lasts: string): string => `scenario: crash
title: Cut short
faults: ${JSON.stringify(samples.map((sample) => faultOf(sample, lasts)))}
expect: [{ alert: DatabaseDown }]
`;

const faultOf = ({ kind, service, instance, more = {} }: Sample, lasts: string) => ({
  id: `${kind.replace('.', '-')}-${service}`,
  kind,
  target: { service, ...(instance !== undefined && { instances: [instance] }) },
  for: lasts,
  ...more,
});
