import { expect, test } from 'vitest';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import type { LoadSpec } from '../model/scenario.js';
import type { VisitorsClient } from '../observe/visitors.js';
import { scenario } from '../testing/journals.js';
import { type LoadContext, withLoad } from './load.js';

const BASE = { rate: 10, paths: ['/a'], endsAt: 0 };
const HOUR = 3_600_000;

/** A run of 12 s, whose timeline begins after 6 s, under a load; what the visitors were asked, and what was noted. */
async function runUnder(load: LoadSpec) {
  const asked: unknown[] = [];
  const notes: unknown[] = [];
  const clock = fakeClock();
  const sleeping: (() => void)[] = [];
  const source: Partial<VisitorsClient> = {
    setLoad: async (request) => {
      asked.push(request);
      return BASE;
    },
  };
  const context = {
    scenario: scenario({ load }),
    journal: { append: async (event: unknown) => notes.push(event) },
    // Only the renewal sleeps: it goes on when it is told to.
    clock: { ...clock, sleep: () => new Promise<void>((resolve) => sleeping.push(resolve)) },
    clients: { load: source },
  } as unknown as LoadContext;
  await withLoad(context, async (timelineBegins) => {
    await clock.sleep(6_000);
    await timelineBegins();
    sleeping.shift()?.();
    await clock.sleep(6_000);
    setImmediate(() => sleeping.shift()?.());
  });
  return { asked, notes: notes.map((note) => (note as { text: string }).text) };
}

test('the visitors’ own load is only renewed', async () => {
  expect(await runUnder({ rate: 10, paths: [] })).toEqual({ asked: [{ lifetimeMs: HOUR }], notes: [] });
});

test('another load is set for the run, renewed, and taken back at its end', async () => {
  const own = { rate: 20, lifetimeMs: 20_000, paths: ['/b'], also: [{ path: '/c', everyMs: 5_000 }] };
  const { asked, notes } = await runUnder({ rate: 20, paths: ['/b'], also: own.also });
  expect(asked).toEqual([{ lifetimeMs: HOUR }, own, own, { rate: 10, paths: ['/a'], lifetimeMs: HOUR }]);
  expect(notes).toEqual(['load: 20 requests per second to /b; /c every 5.0 s']);
});

test('a shape begins with the timeline, and a renewal does not move it', async () => {
  const own = { rate: 10, lifetimeMs: 20_000 };
  const shaped = { ...own, shape: { kind: 'spike', to: 50, from: 8_000, until: 11_000 } };
  const { asked, notes } = await runUnder({ rate: 10, paths: [], shape: { kind: 'spike', to: 50, atMs: 2_000, forMs: 3_000 } });
  expect(asked).toEqual([{ lifetimeMs: HOUR }, own, shaped, shaped, { rate: 10, paths: ['/a'], lifetimeMs: HOUR }]);
  expect(notes).toEqual(['load: 10 requests per second, 50 from 2.0 s to 5.0 s of the timeline']);
});
