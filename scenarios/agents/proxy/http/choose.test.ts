import { expect, test } from 'vitest';
import { everyNth, matches } from './choose.js';

test('a request is meant by its method and its path, without what follows the question mark', () => {
  const rule = { routes: ['/api/*', '/healthz'], methods: ['GET'] };
  expect(matches(rule, 'GET', '/api/products?page=2')).toBe(true);
  expect(matches(rule, 'GET', '/healthz?x')).toBe(true);
  expect(matches(rule, 'POST', '/api/orders')).toBe(false);
  expect(matches(rule, 'GET', '/healthz/deep')).toBe(false);
  expect(matches({ routes: [], methods: [] }, 'PUT', '/')).toBe(true);
});

test('a share is chosen evenly', () => {
  const at = (percent: number) => {
    const next = everyNth(percent);
    return Array.from({ length: 8 }, () => (next() ? 'x' : '.')).join('');
  };
  expect([at(25), at(50), at(100), at(37.5)]).toEqual(['...x...x', '.x.x.x.x', 'xxxxxxxx', '..x..x.x']);
});
