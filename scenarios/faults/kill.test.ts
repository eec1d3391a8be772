import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../stack/engine/engine.js';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { killFault } from './kill.js';

const victim = fakeInstance({ id: 'abc', startedAt: 5_000, restartPolicy: { name: 'always' } });
const event = (word: 'kill' | 'die', time: number, instanceId = 'abc'): EngineEvent => ({
  kind: word === 'die' ? 'ended' : 'signalled',
  word,
  time,
  instanceId,
  service: 'db',
  instance: 'db',
  ...(word === 'die' ? { exitCode: 137 } : {}),
});

const prove = (events: readonly EngineEvent[], now: Parameters<typeof fakeInstance>[0]) =>
  killFault({ kind: 'kill', service: 'db', hold: true }).prove({
    engine: fakeEngine({ inspect: async () => fakeInstance({ ...victim, ...now }) }).engine,
    victim,
    events,
    clock: fakeClock(),
    signal: new AbortController().signal,
  });

describe('the proof of a kill', () => {
  test('is the kill and the end of the pinned victim, at the engine’s own moment', async () => {
    expect(await prove([event('kill', 9_000), event('die', 9_050)], { state: 'exited' })).toEqual({
      proven: true,
      evidence: 'engine events kill and die (exit code 137) of db (abc); state read back: exited',
      at: 9_000,
    });
  });

  test('is not what ended an earlier life of the victim', async () => {
    const earlier = [event('kill', 4_000), event('die', 4_050)];
    expect(await prove(earlier, { state: 'exited' })).toMatchObject({ proven: false });
    expect((await prove([...earlier, event('kill', 9_000), event('die', 9_050)], { state: 'exited' })).at).toBe(9_000);
  });

  test('is missing where another instance was killed, or the victim runs again', async () => {
    expect((await prove([event('kill', 9_000, 'other'), event('die', 9_050, 'other')], { state: 'exited' })).proven).toBe(
      false,
    );
    const again = await prove([event('kill', 9_000), event('die', 9_050)], { state: 'running', startedAt: 9_500 });
    expect(again).toEqual({
      proven: false,
      evidence: 'no kill and die event of db (abc) within 5 s; it is running, started again since the snapshot',
    });
  });
});
