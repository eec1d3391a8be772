import { expect, test } from 'vitest';
import type { Operation } from './plan.js';
import { summarisePlan } from './plan-summary.js';

const on = (type: 'create' | 'start' | 'remove', ...names: readonly string[]) =>
  names.map((name) => ({ kind: 'instance', type, name }) as Operation);

test('a plan is summarised by what becomes of the instances', () => {
  const volume = { kind: 'volume', type: 'create', name: 'db-etc' } as Operation;
  const operations = [
    ...on('remove', 'db', 'old'),
    volume,
    ...on('create', 'db', 'api-1', 'api-2'),
    ...on('start', 'db', 'api-1', 'api-2', 'cache'),
  ];
  expect(summarisePlan({ stack: 'shop', operations, unchanged: ['front'] })).toBe(
    '2 to create, 1 to replace, 1 to start, 1 to remove, 1 unchanged',
  );
  expect(summarisePlan({ stack: 'shop', operations: [], unchanged: ['front', 'db'] })).toBe('2 unchanged');
});
