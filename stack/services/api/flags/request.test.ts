import { expect, test } from 'vitest';
import { readFlagsRequest } from './request.js';

test('a request names flags, and how long they stay', () => {
  const values = { errors: 0.4, slow: { route: '/api/products/:id', delayMs: 2_000 }, leak: 20, cpu: 0.9, badKey: 7 };
  expect(readFlagsRequest({ ...values, ttlMs: 5_000 })).toEqual({ values, ttlMs: 5_000 });
});

test('without a time they stay for two minutes', () => {
  expect(readFlagsRequest({ errors: 1 })).toEqual({ values: { errors: 1 }, ttlMs: 120_000 });
});

const ROUTES = '/api/products, /api/products/:id, /api/orders/recent, /api/orders, /api/reports/sales';

test.each([
  [null, 'expected a JSON object'],
  [[], 'expected a JSON object'],
  [{}, 'name at least one of errors, slow, leak, cpu, badKey'],
  [{ ttlMs: 5 }, 'name at least one of errors, slow, leak, cpu, badKey'],
  [{ error: 0.5 }, 'unknown: error'],
  [{ toString: 1 }, 'unknown: toString'],
  [{ errors: 0 }, 'errors must be a share above 0, at most 1'],
  [{ errors: 40 }, 'errors must be a share above 0, at most 1'],
  [{ errors: '0.4' }, 'errors must be a share above 0, at most 1'],
  [{ errors: Number.NaN }, 'errors must be a share above 0, at most 1'],
  [{ slow: '/api/products' }, 'slow must be an object with route and delayMs'],
  [{ slow: { route: '/api/product', delayMs: 5 } }, `the route of slow must be one of ${ROUTES}`],
  [{ slow: { route: '/api/products' } }, 'the delayMs of slow must be a number from 1 to 60000'],
  [{ slow: { route: '/api/products', delayMs: 5, delay: 5 } }, 'unknown in slow: delay'],
  [{ leak: 201 }, 'leak must be a number from 0.1 to 200'],
  [{ cpu: 1 }, 'cpu must be a share from 0.05 to 0.95'],
  [{ badKey: 1.5 }, 'badKey must be the id of a product'],
  [{ errors: 1, ttlMs: 0 }, 'ttlMs must be a number from 1 to 3600000'],
  [{ errors: 1, ttlMs: 3_600_001 }, 'ttlMs must be a number from 1 to 3600000'],
])('%j is refused: %s', (request, refused) => {
  expect(readFlagsRequest(request)).toEqual({ refused });
});
