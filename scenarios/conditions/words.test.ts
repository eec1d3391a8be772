import { expect, test } from 'vitest';
import { abortText, boundsText, conditionText } from './words.js';

test('a condition is a sentence', () => {
  const http = { kind: 'http', service: 'front', path: '/api/products', status: 200, withinMs: 2_000 } as const;
  expect([
    conditionText(http),
    conditionText({ kind: 'promql', query: 'sum(up)', equals: 2 }),
    conditionText({ kind: 'quiet' }),
    conditionText({ kind: 'resolved', alert: 'DatabaseDown' }),
    abortText({ on: 'unless', condition: http }),
  ]).toEqual([
    'front /api/products answers 200 within 2.0 s',
    'sum(up) is 2',
    'no alert is pending or firing',
    'DatabaseDown is resolved',
    'unless front /api/products answers 200 within 2.0 s',
  ]);
});

test('bounds are said as they were written', () => {
  expect([
    boundsText({ equals: 2, tolerance: 0.5 }),
    boundsText({ equals: 0, tolerance: 0 }),
    boundsText({ min: 1 }),
    boundsText({ max: 0.05 }),
    boundsText({ min: 1, max: 3 }),
  ]).toEqual(['2 ± 0.5', '0', 'at least 1', 'at most 0.05', 'between 1 and 3']);
});
