import { expect, test } from 'vitest';
import type { Clock } from '../../../core/time.js';
import { type AgentBody, runAgent } from './agent.js';
import type { AgentReply } from './protocol.js';

const APPLY = '{"type":"apply","ttlMs":5000,"args":{"delay":1}}';

/** An agent that notes what it is asked to do, and a clock on which only the times to live that a test names pass. */
function scene(own: Partial<AgentBody> = {}, passes: readonly number[] = []) {
  const done: string[] = [];
  const body: AgentBody = {
    probe: async () => ({ mechanism: 'test' }),
    apply: async (args) => void done.push(`apply ${JSON.stringify(args)}`),
    effect: async () => ({ touched: true, evidence: '3 packets' }),
    undo: async () => {
      done.push('undo');
      return { clean: true, detail: 'nothing is left' };
    },
    ...own,
  };
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: (ms, signal) =>
      passes.includes(ms)
        ? Promise.resolve()
        : new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
  };
  const replies: AgentReply[] = [];
  const stop = new AbortController();
  const run = (...lines: readonly string[]) =>
    runAgent(body, { clock, input: inputOf(lines), signal: stop.signal, reply: (reply) => void replies.push(reply) });
  return { run, replies, done, stop };
}

async function* inputOf(lines: readonly string[]) {
  for (const line of lines) {
    if (line === 'open') await new Promise(() => {});
    yield line;
  }
}

const READY = { type: 'ready', facts: { mechanism: 'test' } };
const UNDONE = { type: 'undone', clean: true, detail: 'nothing is left' };

test('an agent undoes when its input ends, because supops is gone', async () => {
  const { run, replies, done } = scene();
  expect(await run(APPLY, 'garbage', '{"type":"effect"}')).toBe(0);
  expect(replies).toEqual([READY, { type: 'applied' }, { type: 'effect', touched: true, evidence: '3 packets' }, UNDONE]);
  expect(done).toEqual(['apply {"delay":1}', 'undo']);
});

test('it undoes when it is told to, when its time to live has passed, and when nobody tells it anything', async () => {
  for (const [lines, passes] of [
    [[APPLY, '{"type":"undo"}', 'open'], []],
    [[APPLY, 'open'], [5_000]],
    [['open'], [60_000]],
  ] as const) {
    const { run, done } = scene({}, passes);
    expect(await run(...lines)).toBe(0);
    expect(done.at(-1)).toBe('undo');
  }
});

test('a signal ends it, but not before an injection that is under way is complete', async () => {
  const order: string[] = [];
  let finish = () => {};
  const { run, stop } = scene({
    apply: () =>
      new Promise<void>((resolve) => {
        finish = () => {
          order.push('applied');
          resolve();
        };
        stop.abort();
        setImmediate(() => finish());
      }),
    undo: async () => {
      order.push('undo');
      return { clean: true, detail: '' };
    },
  });
  expect(await run(APPLY, 'open')).toBe(0);
  expect(order).toEqual(['applied', 'undo']);
});

test('it says why the fault cannot be made here, and why it could not be made', async () => {
  const unable = scene({ probe: () => Promise.reject(new Error('there is no iptables')) });
  expect(await unable.run('open')).toBe(1);
  expect(unable.replies).toEqual([{ type: 'unable', reason: 'there is no iptables' }]);
  const failing = scene({ apply: () => Promise.reject(new Error('bad rule')) });
  expect(await failing.run(APPLY)).toBe(0);
  expect(failing.replies[1]).toEqual({ type: 'failed', reason: 'bad rule' });
});

test('its exit code says whether something is left', async () => {
  const { run, replies } = scene({ undo: () => Promise.reject(new Error('iptables is locked')) });
  expect(await run(APPLY)).toBe(1);
  expect(replies.at(-1)).toEqual({ type: 'undone', clean: false, detail: 'iptables is locked' });
});

test('it removes what a dead agent left, if something can outlive it', async () => {
  const { run, replies, done } = scene({ clean: async (args) => ({ clean: true, detail: `removed ${JSON.stringify(args)}` }) });
  expect(await run('{"type":"clean","args":{"chain":"X"}}', 'open')).toBe(0);
  expect([replies.at(-1), done]).toEqual([{ type: 'undone', clean: true, detail: 'removed {"chain":"X"}' }, []]);
});
