/** One fault of each kind on the reference stack, as it is written in a scenario. */
export interface Sample {
  readonly kind: string;
  readonly service: string;
  /** Further keys of the fault. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Every kind that supops has; a test sees to it that none is missing. */
export const SAMPLES: readonly Sample[] = [
  { kind: 'kill', service: 'db', more: { hold: true } },
  { kind: 'pause', service: 'db' },
  { kind: 'stop', service: 'cache', more: { hold: true, grace: '2s' } },
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

/** A scenario with that fault only, which lasts so long that it is undone by itself soon. Its expectation does not matter: no run gets that far. */
export const scenarioOf = ({ kind, service, more = {} }: Sample): string => `scenario: crash
title: Cut short
target: { service: ${service} }
fault: ${JSON.stringify({ kind, for: '3s', ...more })}
expect: [{ alert: DatabaseDown }]
`;
