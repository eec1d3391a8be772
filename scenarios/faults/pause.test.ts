import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../stack/engine/engine.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { faultContext } from '../testing/fault-context.js';
import type { Victim } from './fault.js';
import { pause } from './pause.js';

const instance = fakeInstance({ id: 'abc', startedAt: 5_000 });
const { service } = instance;
const victim: Victim = {
  instance,
  ref: { selector: { 'dev.supops.stack': 'shop' }, service, instance: instance.instance, id: 'abc', startedAt: 5_000 },
};
const paused = (time: number): EngineEvent => ({
  kind: 'changed',
  word: 'pause',
  time,
  instanceId: 'abc',
  service,
  instance: 'db',
});
const contextOf = (engine: ReturnType<typeof fakeEngine>['engine'], events: readonly EngineEvent[] = []) =>
  faultContext({ engine, victims: [victim], events, since: 8_900 });
const prove = (events: readonly EngineEvent[], now: Parameters<typeof fakeInstance>[0]) =>
  pause.prove(contextOf(fakeEngine({ inspect: async () => fakeInstance({ ...instance, ...now }) }).engine, events));

test('a pause freezes every victim through the engine, and its undo is to unpause', async () => {
  const frozen: string[] = [];
  const { engine } = fakeEngine({
    capabilities: { pause: { pause: async (id) => void frozen.push(id), unpause: async () => {} } },
  });
  await pause.inject(contextOf(engine));
  expect(frozen).toEqual(['abc']);
  expect(pause.needs({})).toEqual(['pause']);
  expect(pause.plan(victim, {})).toEqual([{ kind: 'unpause', target: victim.ref, args: {} }]);
});

describe('the proof of a pause', () => {
  test('is the engine’s event for the pinned victim and its state, with the engine’s own timestamp', async () => {
    expect(await prove([paused(9_000)], { state: 'paused' })).toEqual({
      proven: true,
      evidence: 'engine event pause of db (abc); state read back: paused',
      at: 9_000,
    });
  });

  test('is missing if the victim runs, or was paused before the injection', async () => {
    const missing = (state: string) => ({
      proven: false,
      evidence: `no event of the pause of db (abc) within 5.0 s; it is ${state}`,
    });
    expect(await prove([paused(9_000)], { state: 'running' })).toEqual(missing('running'));
    expect(await prove([paused(4_000)], { state: 'paused' })).toEqual(missing('paused'));
  });
});
