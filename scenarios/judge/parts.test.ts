import { describe, expect, test } from 'vitest';
import type { RunEvent, RunStarted } from '../record/events.js';
import { engine, monitoring, passingRun, type Timed, without } from '../testing/journals.js';
import { isReceipt, isType, judgeRun, messagesOf, summary } from '../testing/judging.js';

const withParts = (parts: RunStarted['parts'], events: readonly Timed[]) =>
  events.map(([seconds, event]): Timed => [seconds, event.type === 'run-started' ? { ...event, parts } : event]);
const ALL = { receipts: 'inbox', load: 'visitors', helpers: true };
const withoutSteady = (events: readonly Timed[]) => without(events, isType('steady'));
const noMessages = without(passingRun(), isType('receipt'));
const notSteady = (event: RunEvent) => event.type === 'steady' && event.moment === 'after';

describe('a system without a part', () => {
  test('without receipts: delivery and silence are unknown, everything else is judged', () => {
    const { receipts: _, ...parts } = ALL;
    expect(summary(withParts(parts, noMessages))).toBe(
      [
        'inconclusive',
        'DatabaseDown: unknown receipts-absent receipts-absent',
        'ApiErrorRateHigh: unknown receipts-absent',
      ].join('\n'),
    );
  });

  test('without a load source: the recovery is unknown', () => {
    const { load: _, ...parts } = ALL;
    expect(summary(withParts(parts, withoutSteady(passingRun())))).toBe('inconclusive\nrecovery: unknown load-absent');
  });

  test('without a place for helpers: whether the fault would have ended with supops is unknown', () => {
    const events = withParts({ ...ALL, helpers: false }, passingRun());
    expect(summary(events)).toBe('inconclusive\nguard: unknown guardian-absent');
    expect(messagesOf(events)).toEqual([
      'supops has no place for a guardian: had supops been killed, only its next start would have undone the fault',
    ]);
  });

  test('with receipts only, what was delivered is met', () => {
    const events = withParts({ receipts: 'inbox', helpers: false }, withoutSteady(passingRun()));
    expect(judgeRun(events).verdicts.map(({ id, result }) => `${id}: ${result}`)).toEqual([
      'DatabaseDown: met',
      'ApiErrorRateHigh: met',
      'nothing-else: met',
      'fault: met',
      'guard: unknown',
      'recovery: unknown',
    ]);
  });
});

describe('a load source that dies', () => {
  const broken = passingRun().map(
    ([seconds, event]): Timed =>
      event.type === 'steady' && notSteady(event)
        ? [seconds, { ...event, holds: false, reason: '0 of at least 100 requests' }]
        : [seconds, event],
  );

  test('makes the run inconclusive, not failed', () => {
    expect(summary(broken)).toBe('failed\nrecovery: missed not-recovered');
    expect(summary([...broken, engine('ended', 'visitors', 14)])).toBe('inconclusive\nrecovery: unknown load-lost');
    const silent: Timed = [14, monitoring({ sources: { load: 'connect ECONNREFUSED' } })];
    expect(summary([...broken, silent])).toBe('inconclusive\nrecovery: unknown load-lost');
  });
});

describe('an overloaded machine', () => {
  const host = (more: Partial<Extract<RunEvent, { type: 'host' }>>): Timed => [
    26.5,
    {
      type: 'host',
      eventLoopLagMs: { p99: 3, max: 12 },
      loadPerCpu: 0.4,
      scrapes: [{ job: 'containers', longestMs: 40, timeoutMs: 1_000 }],
      missedEvaluations: 0,
      ...more,
    },
  ];
  const late = without(passingRun(), isReceipt('slack', 'firing'));

  test.each([
    ['tasks at work', { loadPerCpu: 4.2 }],
    ['its own event loop', { eventLoopLagMs: { p99: 320, max: 900 } }],
    ['scrapes close to their time-out', { scrapes: [{ job: 'containers', longestMs: 950, timeoutMs: 1_000 }] }],
    ['evaluations that were skipped', { missedEvaluations: 2 }],
    ['pressure', { pressure: { cpu: 0.7 } }],
  ])('recognised by %s: a miss that it may have caused is not certain', (_sign, more) => {
    expect(summary(late)).toBe('failed\nDatabaseDown: missed not-notified');
    expect(summary([...late, host(more)])).toBe('inconclusive\nDatabaseDown: unknown not-notified host-overloaded');
  });

  test('excuses nothing unrelated to time, and does not affect what was met', () => {
    expect(summary([...passingRun(), host({ loadPerCpu: 4.2 })])).toBe('passed');
    const renamed = late.map(
      ([seconds, event]): Timed =>
        event.type === 'alert' && event.alertname === 'DatabaseDown'
          ? [seconds, { ...event, labels: { ...event.labels, severity: 'page' } }]
          : event.type === 'notification-state' && event.alertname === 'DatabaseDown'
            ? [seconds, { ...event, labels: { ...event.labels, severity: 'page' } }]
            : [seconds, event],
    );
    expect(summary([...renamed, host({ loadPerCpu: 4.2 })])).toContain('DatabaseDown: missed label-mismatch');
  });

  test('slow scrapes of what the fault has broken excuse nothing', () => {
    const scrapes = ['containers', 'db-tcp', 'prometheus'].map((job) => ({
      job,
      longestMs: job === 'db-tcp' ? 901 : 40,
      timeoutMs: 1_000,
    }));
    expect(summary([...late, host({ scrapes })])).toBe('failed\nDatabaseDown: missed not-notified');
  });

  test('a machine that was not busy excuses nothing', () => {
    expect(summary([...late, host({})])).toBe('failed\nDatabaseDown: missed not-notified');
  });
});
