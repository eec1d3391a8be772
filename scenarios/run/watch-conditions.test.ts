import { expect, test } from 'vitest';
import type { Clock } from '../../core/time.js';
import type { Reading } from '../model/condition.js';
import { watchConditions } from './watch-conditions.js';

const CONDITION = { kind: 'resolved', alert: 'DatabaseDown' } as const;

/** Looks until every reading is used up, on a clock that each look moves by 200 ms. */
async function look(states: readonly Reading['state'][]) {
  let time = 5_000;
  const clock: Clock = {
    now: () => time,
    monotonic: () => time,
    sleep: async (ms) => {
      time += ms;
    },
  };
  const seen: string[] = [];
  const left = [...states];
  await new Promise<void>((resolve) => {
    const watch = watchConditions([CONDITION], {
      clock,
      read: async () => {
        const state = left.shift() as Reading['state'];
        time += 200;
        return { state, value: `${state}` };
      },
      onReading: (_, { state, at, since }) => {
        seen.push(`${state} at ${at} since ${since}`);
        if (left.length > 0) return;
        seen.push(...[5_000, 6_000, 9_000].map((from) => JSON.stringify(watch.found(from)[0])));
        watch.stop();
        resolve();
      },
    });
  });
  return seen;
}

test('looks every second, and remembers since when the state is the same', async () => {
  expect((await look(['fails', 'holds', 'holds'])).slice(0, 3)).toEqual([
    'fails at 5000 since 5000',
    'holds at 6000 since 6000',
    'holds at 7000 since 6000',
  ]);
});

test('an answer from before the moment that is asked for does not count', async () => {
  const [, before, same, after] = await look(['holds']);
  expect(JSON.parse(before ?? '')).toMatchObject({ condition: 'DatabaseDown is resolved', state: 'holds', since: 5_000 });
  for (const found of [same, after])
    expect(JSON.parse(found ?? '')).toEqual({
      condition: 'DatabaseDown is resolved',
      state: 'unknown',
      value: 'not looked at yet',
    });
});
