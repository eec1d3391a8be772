import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FlagName } from '../../contracts.js';
import { FLAG_NAMES } from './request.js';
import { openFlags } from './store.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000 }));
afterEach(() => void vi.useRealTimers());

function setUp() {
  const seen: string[] = [];
  const flags = openFlags({
    activities: {
      leak: (value, count) => {
        seen.push(`begin leak ${value}`);
        count(0);
        const timer = setInterval(() => count(5), 100);
        return () => {
          clearInterval(timer);
          seen.push('end leak');
        };
      },
    },
    onEffects: (name, effects) => seen.push(`${name} +${effects}`),
    onChange: (set) => seen.push(`set: ${Object.keys(set).join(' ')}`),
    now: Date.now,
  });
  return { flags, seen };
}

test('a flag has its value, since when, until when, and what it has done', () => {
  const { flags, seen } = setUp();
  expect(flags.flags()).toEqual({});
  flags.set({ values: { errors: 0.4 }, ttlMs: 60_000 });
  vi.advanceTimersByTime(500);
  flags.count('errors', 1);
  flags.count('errors', 2);
  flags.count('slow', 1);
  expect(flags.flags()).toEqual({ errors: { value: 0.4, since: 1_000, endsAt: 61_000, effects: 3 } });
  expect([flags.valueOf('errors'), flags.valueOf('slow')]).toEqual([0.4, undefined]);
  expect(seen).toEqual(['set: errors', 'errors +1', 'errors +2']);
});

test('each flag clears itself after its own time', () => {
  const { flags } = setUp();
  flags.set({ values: { errors: 0.4 }, ttlMs: 1_000 });
  flags.set({ values: { badKey: 7 }, ttlMs: 3_000 });
  vi.advanceTimersByTime(999);
  expect(Object.keys(flags.flags())).toEqual(['errors', 'badKey']);
  vi.advanceTimersByTime(1);
  expect(Object.keys(flags.flags())).toEqual(['badKey']);
  vi.advanceTimersByTime(2_000);
  expect(flags.flags()).toEqual({});
});

test('what goes on by itself ends with its flag, whatever ends that', () => {
  const ends: ((flags: ReturnType<typeof setUp>['flags']) => void)[] = [
    () => vi.advanceTimersByTime(500),
    (flags) => flags.clear(['leak']),
    (flags) => flags.clear(FLAG_NAMES),
  ];
  for (const end of ends) {
    const { flags, seen } = setUp();
    flags.set({ values: { leak: 20 }, ttlMs: 250 });
    vi.advanceTimersByTime(200);
    end(flags);
    vi.advanceTimersByTime(10_000);
    expect(seen).toEqual(['begin leak 20', 'set: leak', 'leak +5', 'leak +5', 'end leak', 'set: ']);
  }
});

test('a flag that is set again begins anew, with a time of its own', () => {
  const { flags, seen } = setUp();
  flags.set({ values: { leak: 20 }, ttlMs: 1_000 });
  vi.advanceTimersByTime(900);
  flags.set({ values: { leak: 30 }, ttlMs: 1_000 });
  vi.advanceTimersByTime(500);
  expect(flags.flags()).toEqual({ leak: { value: 30, since: 1_900, endsAt: 2_900, effects: 25 } });
  expect(seen.filter((line) => !line.startsWith('leak'))).toEqual([
    'begin leak 20',
    'set: leak',
    'end leak',
    'begin leak 30',
    'set: leak',
  ]);
  flags.clear(['leak']);
});

test('clearing one flag leaves the others', () => {
  const { flags } = setUp();
  flags.set({ values: { errors: 0.4, badKey: 7 }, ttlMs: 1_000 });
  flags.clear(['errors', 'cpu' satisfies FlagName]);
  expect(Object.keys(flags.flags())).toEqual(['badKey']);
});
