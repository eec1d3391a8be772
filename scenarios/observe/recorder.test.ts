import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../core/time.js';
import type { EngineEvent } from '../../stack/engine/engine.js';
import type { Message } from '../../stack/services/contracts.js';
import type { RunEvent } from '../record/events.js';
import type { Clients } from './clients.js';
import type { FollowOptions } from './inbox.js';
import { startRecorder } from './recorder.js';

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** A system that answers, except as `more` overrides it; its inbox is controlled by the test. */
function fakeSystem(more: { readonly rules?: () => Promise<never>; readonly messages?: () => Promise<never> } = {}) {
  const written: RunEvent[] = [];
  const outside: { inbox?: FollowOptions; events?: AbortSignal } = {};
  const clients = {
    prometheus: { rules: more.rules ?? (async () => []), targets: async () => [] },
    alertmanager: { alerts: async () => [] },
    load: { records: async () => [] },
    receipts: {
      messages: more.messages ?? (async () => ({ messages: [{ seq: 4 }], inboxId: 'one' })),
      follow: async (_from: unknown, options: FollowOptions) => {
        outside.inbox = options;
        await aborted(options.signal);
      },
    },
  } as unknown as Clients;
  async function* engineEvents(signal: AbortSignal) {
    yield {
      kind: 'ended',
      word: 'die',
      service: 'db',
      instance: 'db',
      instanceId: 'abc',
      time: 7.4,
      exitCode: 137,
    } as EngineEvent;
    await aborted(signal);
  }
  const events = async (signal: AbortSignal) => {
    outside.events = signal;
    return engineEvents(signal);
  };
  const onFailure = vi.fn();
  const start = (append: (event: RunEvent) => Promise<unknown> = async (event) => written.push(event)) =>
    startRecorder({
      supervised: { events },
      clients,
      clock: systemClock,
      expectedAlerts: ['DatabaseDown'],
      absentSeries: async () => [],
      append,
      onFailure,
    });
  return { start, written, outside, onFailure };
}

describe('the recorder', () => {
  test('writes what happens until it is stopped, and the health of the monitoring when it changes', async () => {
    const { start, written, outside, onFailure } = fakeSystem();
    const recorder = await start();
    await vi.waitFor(() => expect(recorder.latest().targets).toEqual([]));
    outside.inbox?.onState('unreachable');
    outside.inbox?.onMessage({ seq: 5, text: 'x'.repeat(5_000), alerts: [] } as unknown as Message);
    await recorder.stop();
    expect(written.map(({ type }) => type).sort()).toEqual(['engine', 'monitoring', 'monitoring', 'receipt']);
    expect(written.find(({ type }) => type === 'engine')).toMatchObject({ time: 7, exitCode: 137 });
    expect(written.find(({ type }) => type === 'receipt')).toMatchObject({ message: 5, excerpt: 'x'.repeat(4_000) });
    expect(recorder.latest().monitoring).toMatchObject({
      sources: { receipts: 'does not answer' },
      missingRules: ['DatabaseDown'],
    });
    expect(onFailure).not.toHaveBeenCalled();
  });

  test('records that Prometheus is unreachable, and does not take that for an empty answer', async () => {
    const { start, written } = fakeSystem({ rules: () => Promise.reject(new Error('timeout')) });
    const recorder = await start();
    await vi.waitFor(() => expect(recorder.latest().monitoring.sources.prometheus).toBe('timeout'));
    await recorder.stop();
    expect(recorder.latest().rules).toBeUndefined();
    expect(written).toContainEqual(
      expect.objectContaining({ type: 'monitoring', sources: expect.objectContaining({ prometheus: 'timeout' }) }),
    );
  });

  test('fails with the journal', async () => {
    const { start, onFailure } = fakeSystem();
    const full = new Error('no space left');
    const recorder = await start(() => Promise.reject(full));
    await vi.waitFor(() => expect(onFailure).toHaveBeenCalledWith(full));
    await recorder.stop();
  });

  test('unsubscribes from the engine’s events if the inbox does not answer at the start', async () => {
    const { start, outside } = fakeSystem({ messages: () => Promise.reject(new Error('the inbox does not answer')) });
    await expect(start()).rejects.toThrow('the inbox does not answer');
    expect(outside.events?.aborted).toBe(true);
  });
});
