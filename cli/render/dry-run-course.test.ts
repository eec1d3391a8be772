import { expect, test } from 'vitest';
import { scenario } from '../../scenarios/testing/journals.js';
import { courseAfter, courseBefore, courseDocument } from './dry-run-course.js';

const front = { kind: 'http', service: 'front', path: '/', status: 200, withinMs: 2_000 } as const;
const FULL = scenario({
  load: { rate: 10, paths: [], shape: { kind: 'spike', to: 50, atMs: 5_000, forMs: 10_000 } },
  steadyState: { minRequests: 30, minGoodRatio: 0.99, conditions: [front] },
  abort: [{ on: 'when', condition: { kind: 'promql', query: 'errors', min: 5 } }],
  exclusive: true,
  remediate: [
    { kind: 'undo', fault: 'kill-db' },
    { kind: 'restart', target: { service: 'api', instances: 1 } },
    { kind: 'admin', target: { service: 'api', instances: 'all' }, command: ['clear', 'errors'] },
    { kind: 'wait', condition: { kind: 'resolved', alert: 'DatabaseDown' }, withinMs: 30_000 },
    { kind: 'undo' },
  ],
  recoverConditions: [{ kind: 'quiet' }],
});

test('a dry run shows the whole course of a run', () => {
  expect([...courseBefore(FULL), ...courseAfter(FULL)]).toEqual([
    'needs   the engine for itself: no other run at the same time',
    'load    10 requests per second, 50 from 5.0 s to 15.0 s of the timeline',
    'steady  front / answers 200 within 2.0 s',
    'abort   when errors is at least 5',
    'repair  undo kill-db',
    'repair  restart 1 instance of api',
    'repair  run `clear errors` on api',
    'repair  wait until DatabaseDown is resolved, at most 30.0 s',
    'repair  undo all faults',
    'recover no alert is pending or firing  # within 1 min',
  ]);
});

test('a scenario that says nothing about it adds nothing', () => {
  const plain = scenario({ load: { rate: 10, paths: [] } });
  expect([courseBefore(plain), courseAfter(plain), courseDocument(plain)]).toEqual([[], [], {}]);
});

test('the document names the same', () => {
  expect(courseDocument(FULL)).toMatchObject({
    exclusive: true,
    load: { rate: 10, paths: [], shape: { kind: 'spike', to: 50, atMs: 5_000, forMs: 10_000 } },
    steadyState: ['front / answers 200 within 2.0 s'],
    abort: ['when errors is at least 5'],
    recover: ['no alert is pending or firing'],
  });
});
