import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../stack/engine/engine.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { faultContext } from '../testing/fault-context.js';
import type { Victim } from './fault.js';
import { stop } from './stop.js';

const instance = fakeInstance({ id: 'abc', startedAt: 5_000, restartPolicy: { name: 'always' } });
const { service } = instance;
const victim: Victim = {
  instance,
  ref: { selector: { 'dev.supops.stack': 'shop' }, service, instance: instance.instance, id: 'abc', startedAt: 5_000 },
};
const event = (kind: EngineEvent['kind'], word: string, time: number): EngineEvent => ({
  kind,
  word,
  time,
  instanceId: 'abc',
  service,
  instance: 'db',
  ...(kind === 'ended' ? { exitCode: 0 } : {}),
});
const contextOf = (
  engine: ReturnType<typeof fakeEngine>['engine'],
  params: Readonly<Record<string, unknown>>,
  events: readonly EngineEvent[] = [],
) => faultContext({ engine, params, victims: [victim], events, since: 8_900 });

describe('a stop', () => {
  test('gives the victim its grace period, after its restart policy was removed if it is to be held down', async () => {
    const calls: unknown[] = [];
    const { engine } = fakeEngine({
      stop: async (id, graceMs) => void calls.push(['stop', id, graceMs]),
      capabilities: { restartPolicy: { set: async (id, policy) => void calls.push(['policy', id, policy.name]) } },
    });
    await stop.inject(contextOf(engine, {}));
    await stop.inject(contextOf(engine, { grace: '1m30s', hold: true }));
    expect(calls).toEqual([
      ['stop', 'abc', 10_000],
      ['policy', 'abc', 'no'],
      ['stop', 'abc', 90_000],
    ]);
  });

  test('is undone by a start; for a held victim its own policy comes first', () => {
    expect(stop.plan(victim, {}).map(({ kind, args }) => [kind, args])).toEqual([['start', {}]]);
    expect(stop.plan(victim, { hold: true }).map(({ kind, args }) => [kind, args])).toEqual([
      ['restart-policy', { policy: 'always' }],
      ['start', {}],
    ]);
  });

  test('is proven by the signal and the end of the pinned victim, whatever its exit code', async () => {
    const { engine } = fakeEngine({ inspect: async () => fakeInstance({ ...instance, state: 'exited' }) });
    const events = [event('signalled', 'kill', 9_000), event('ended', 'die', 9_400), event('changed', 'stop', 9_410)];
    expect(await stop.prove(contextOf(engine, {}, events))).toEqual({
      proven: true,
      evidence: 'engine events kill and die (exit code 0) of db (abc); state read back: exited',
      at: 9_000,
    });
    expect(await stop.prove(contextOf(engine, {}, events.slice(0, 1)))).toMatchObject({ proven: false });
  });
});
