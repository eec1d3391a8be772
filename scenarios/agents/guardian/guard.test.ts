import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../core/time.js';
import type { Engine } from '../../../stack/engine/engine.js';
import { guard } from './guard.js';
import type { GuardianCommand, GuardianReply } from './protocol.js';

const ARM: GuardianCommand = {
  type: 'arm',
  ttlMs: 60_000,
  records: [{ kind: 'start', target: { selector: {}, service: 'db', instance: 'db', id: 'abc', startedAt: 1 }, args: {} }],
};

function scene(options: { readonly ttlPasses?: boolean } = {}) {
  let state: 'exited' | 'running' = 'exited';
  let now = 0;
  let swept = 0;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: async (ms, signal) => {
      // The time to live expires only when the test says so; polls always proceed.
      if (ms >= 60_000 && !options.ttlPasses) await new Promise((_, reject) => signal?.addEventListener('abort', reject));
      now += ms;
    },
  };
  const engine = {
    inspect: async () => ({ id: 'abc', service: 'db', instance: 'db', state }),
    start: async () => {
      state = 'running';
    },
  } as unknown as Engine;
  const replies: GuardianReply[] = [];
  const run = (input: AsyncIterable<string>, signal = new AbortController().signal) =>
    guard({
      tools: { engine, clock, programs: async () => '' },
      input,
      signal,
      reply: (reply) => replies.push(reply),
      sweep: async () => {
        swept += 1;
      },
    });
  return { run, replies, state: () => state, swept: () => swept };
}

async function* lines(commands: readonly (GuardianCommand | string)[], keepOpen = false) {
  for (const command of commands) yield typeof command === 'string' ? command : JSON.stringify(command);
  if (keepOpen) await new Promise(() => {});
}

describe('the guardian', () => {
  test('undoes when its input ends: supops died', async () => {
    const { run, replies, state, swept } = scene();
    expect(await run(lines([ARM]))).toBe(0);
    expect([state(), swept()]).toEqual(['running', 1]);
    expect(replies).toEqual([
      { type: 'armed', records: 1 },
      { type: 'undoing', reason: 'end of input' },
      { type: 'undone', detail: 'db running' },
    ]);
  });

  test('exits without touching anything when it is released', async () => {
    const { run, replies, state, swept } = scene();
    expect(await run(lines(['garbage', ARM, { type: 'release' }], true))).toBe(0);
    expect([state(), swept()]).toEqual(['exited', 0]);
    expect(replies.at(-1)).toEqual({ type: 'released' });
  });

  test('undoes when its time to live has expired: supops hangs', async () => {
    const { run, replies, state } = scene({ ttlPasses: true });
    expect(await run(lines([ARM], true))).toBe(0);
    expect(state()).toBe('running');
    expect(replies[1]).toEqual({ type: 'undoing', reason: 'time to live' });
  });

  test('undoes when it receives a stop signal', async () => {
    const { run, replies, state } = scene();
    const stop = new AbortController();
    const input = (async function* () {
      yield JSON.stringify(ARM);
      stop.abort();
      await new Promise(() => {});
    })();
    expect(await run(input, stop.signal)).toBe(0);
    expect(state()).toBe('running');
    expect(replies[1]).toEqual({ type: 'undoing', reason: 'signal' });
  });

  test('has nothing to undo before it was armed', async () => {
    const { run, replies, state } = scene();
    expect(await run(lines([]))).toBe(0);
    expect(state()).toBe('exited');
    expect(replies).toEqual([
      { type: 'undoing', reason: 'end of input' },
      { type: 'undone', detail: '' },
    ]);
  });
});
