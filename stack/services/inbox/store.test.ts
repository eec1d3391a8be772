import { describe, expect, it } from 'vitest';
import type { Message } from '../contracts.js';
import { resumeAfter } from './event-stream.js';
import { type Arrived, cut, makeStore } from './store.js';

const arrived = (channel: Message['channel'], text = 'x'): Arrived => ({
  channel,
  receivedAt: 1,
  to: '',
  receiver: '',
  subject: '',
  text,
  alerts: [],
});

describe('makeStore', () => {
  it('numbers messages, passes them to subscribers and gives those after a number', () => {
    const store = makeStore('id');
    const told: number[] = [];
    const end = store.subscribe(({ seq }) => told.push(seq));
    store.add(arrived('email'));
    store.add(arrived('slack'));
    end();
    store.add(arrived('slack'));
    expect(told).toEqual([1, 2]);
    expect(store.after(2)).toEqual({
      inboxId: 'id',
      messages: [{ ...arrived('slack'), seq: 3, inboxId: 'id' }],
      dropped: 0,
    });
  });

  it('keeps the newest 500 messages and counts what it dropped', () => {
    const store = makeStore();
    for (let i = 0; i < 510; i += 1) store.add(arrived('email'));
    const { messages, dropped } = store.after(0);
    expect([messages.length, messages[0]?.seq, dropped]).toEqual([500, 11, 10]);
  });

  it('does not let the Watchdog push notifications out', () => {
    const store = makeStore();
    store.add(arrived('email'));
    for (let i = 0; i < 1_000; i += 1) store.add(arrived('webhook'));
    const { messages, dropped } = store.after(0);
    expect([messages.length, messages[0]?.channel, messages[1]?.seq, dropped]).toEqual([101, 'email', 902, 900]);
  });

  it('cuts long text at a whole character', () => {
    expect(makeStore().add(arrived('email', 'é'.repeat(20_000))).text).toBe('é'.repeat(8_192));
    expect(cut('aé', 2)).toBe('a');
    expect(cut('aé', 3)).toBe('aé');
  });
});

describe('resumeAfter', () => {
  it.each([
    [undefined, 9, 0],
    ['5', 9, 5],
    ['9', 9, 9],
    ['10', 9, 0],
    ['-1', 9, 0],
    ['x', 9, 0],
    [['1', '2'], 9, 0],
  ])('asked for %j of %i resumes after %i', (asked, newest, expected) => {
    expect(resumeAfter(asked, newest)).toBe(expected);
  });
});
