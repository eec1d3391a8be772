import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../stack/engine/engine.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { faultContext } from '../testing/fault-context.js';
import type { Victim } from './fault.js';
import { kill } from './kill.js';

const instance = fakeInstance({ id: 'abc', startedAt: 5_000, restartPolicy: { name: 'always' } });
const { service } = instance;
const victim: Victim = {
  instance,
  ref: { selector: { 'dev.supops.stack': 'shop' }, service, instance: instance.instance, id: 'abc', startedAt: 5_000 },
};
const event = (kind: 'signalled' | 'ended', time: number, instanceId = 'abc'): EngineEvent => ({
  kind,
  word: kind === 'ended' ? 'die' : 'kill',
  time,
  instanceId,
  service: 'db',
  instance: 'db',
  ...(kind === 'ended' ? { exitCode: 137 } : {}),
});

const prove = (events: readonly EngineEvent[], now: Parameters<typeof fakeInstance>[0]) =>
  kill.prove(
    faultContext({
      engine: fakeEngine({ inspect: async () => fakeInstance({ ...instance, ...now }) }).engine,
      params: { hold: true },
      victims: [victim],
      events,
      since: 8_900,
    }),
  );

describe('the proof of a kill', () => {
  test('is the kill and the end of the pinned victim, with the engine’s own timestamp', async () => {
    expect(await prove([event('signalled', 9_000), event('ended', 9_050)], { state: 'exited' })).toEqual({
      proven: true,
      evidence: 'engine events kill and die (exit code 137) of db (abc); state read back: exited',
      at: 9_000,
    });
  });

  test('does not come from events of an earlier life of the victim', async () => {
    const earlier = [event('signalled', 4_000), event('ended', 4_050)];
    expect(await prove(earlier, { state: 'exited' })).toMatchObject({ proven: false });
    expect((await prove([...earlier, event('signalled', 9_000), event('ended', 9_050)], { state: 'exited' })).at).toBe(9_000);
  });

  test('is missing if another instance was killed, or the victim runs again', async () => {
    expect(
      (await prove([event('signalled', 9_000, 'other'), event('ended', 9_050, 'other')], { state: 'exited' })).proven,
    ).toBe(false);
    const again = await prove([event('signalled', 9_000), event('ended', 9_050)], { state: 'running', startedAt: 9_500 });
    expect(again).toEqual({
      proven: false,
      evidence: 'no event of the end of db (abc) within 5.0 s; it is running, started again since the snapshot',
    });
  });
});

describe('the undo of a kill', () => {
  test('is a start; for a held victim its own policy comes first', () => {
    expect(kill.plan(victim, {}).map(({ kind, args }) => [kind, args])).toEqual([['start', {}]]);
    expect(kill.plan(victim, { hold: true }).map(({ kind, args }) => [kind, args])).toEqual([
      ['restart-policy', { policy: 'always' }],
      ['start', {}],
    ]);
  });
});
