import { expect, test } from 'vitest';
import type { FaultSpec } from '../model/fault.js';
import { schedule } from './schedule.js';

const fault = (id: string, atMs: number, forMs?: number): FaultSpec => ({
  id,
  kind: 'kill',
  target: { service: id, instances: 'all' },
  atMs,
  ...(forMs === undefined ? {} : { forMs }),
  params: {},
});

const text = (...faults: readonly FaultSpec[]) =>
  schedule(faults).map(({ atMs, action, fault: { id } }) => `${atMs} ${action} ${id}`);

test('one fault without an end is injected and stays', () => {
  expect(text(fault('db', 0))).toEqual(['0 inject db']);
});

test('faults are injected and undone in order of time, whatever their order in the file', () => {
  expect(text(fault('cache', 5_000, 2_000), fault('db', 0, 10_000))).toEqual([
    '0 inject db',
    '5000 inject cache',
    '7000 undo cache',
    '10000 undo db',
  ]);
});

test('at the same moment undoing comes before injecting; otherwise the order of the file counts', () => {
  expect(text(fault('b', 3_000), fault('a', 3_000), fault('db', 0, 3_000))).toEqual([
    '0 inject db',
    '3000 undo db',
    '3000 inject b',
    '3000 inject a',
  ]);
});
