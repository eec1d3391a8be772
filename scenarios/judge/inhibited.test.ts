import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../record/events.js';
import {
  carried,
  DATABASE_DOWN,
  ERRORS_LABELS,
  ERRORS_MUTED,
  held,
  passingRun,
  receipt,
  scenario,
  type Timed,
} from '../testing/journals.js';
import { messagesOf, neverFired, summary } from '../testing/judging.js';

describe('inhibition', () => {
  const notSuppressed = (more: Partial<Extract<RunEvent, { type: 'notification-state' }>>) =>
    passingRun().map(
      ([seconds, event]): Timed =>
        event.type === 'notification-state' && event.state === 'suppressed'
          ? [seconds, { ...event, ...more }]
          : [seconds, event],
    );

  it('is broken by a message while the fault is active', () => {
    const leak = receipt(7, 'slack', 8, [carried('ApiErrorRateHigh', ERRORS_LABELS, 'firing', [5])]);
    expect(summary([...passingRun(), leak])).toBe('failed\nApiErrorRateHigh: missed not-inhibited');
    expect(messagesOf([...passingRun(), leak])).toEqual([
      'ApiErrorRateHigh was notified via Slack (message 7) at T+8.0 s, although DatabaseDown should have muted it',
    ]);
  });

  it('is broken by a message that slips out after the repair', () => {
    const leak = receipt(7, 'slack', 16, [carried('ApiErrorRateHigh', ERRORS_LABELS, 'firing', [5])]);
    expect(summary([...passingRun(), leak])).toBe('failed\nApiErrorRateHigh: missed slipped-out');
    expect(messagesOf([...passingRun(), leak])).toEqual([
      'ApiErrorRateHigh was notified via Slack (message 7) at T+16.0 s, 3.9 s after the repair: DatabaseDown stopped muting it too early',
    ]);
  });

  it('is not broken by mail from an earlier incident', () => {
    const stale = receipt(7, 'slack', 8, [carried('ApiErrorRateHigh', ERRORS_LABELS, 'firing', [-60])]);
    expect(summary([...passingRun(), stale])).toBe('passed');
  });

  it('is missed for an alert that never fired: nothing was muted', () => {
    expect(summary(neverFired('ApiErrorRateHigh'))).toBe('failed\nApiErrorRateHigh: missed not-fired');
  });

  it('by another alert, by a silence, or by nothing is missed, each in its own words', () => {
    expect(messagesOf(notSuppressed({ inhibitedBy: ['ApiDown'] }))).toEqual([
      'ApiErrorRateHigh was muted by ApiDown, not by DatabaseDown',
    ]);
    expect(messagesOf(notSuppressed({ inhibitedBy: [], silencedBy: ['s'] }))).toEqual([
      'ApiErrorRateHigh was muted by a silence, not by DatabaseDown',
    ]);
    expect(messagesOf(notSuppressed({ inhibitedBy: [], state: 'active' }))).toEqual([
      'ApiErrorRateHigh was not muted by DatabaseDown: nothing suppressed it, although no message had arrived by the end',
    ]);
  });

  it('of one alert is not broken by a message for another one with the same name', () => {
    const of = scenario({
      expect: [DATABASE_DOWN, { ...ERRORS_MUTED, labels: { service: 'api' } }],
      allow: ['ApiErrorRateHigh'],
    });
    const other = { ...ERRORS_LABELS, service: 'front' };
    const events: readonly Timed[] = [
      ...passingRun(),
      [6, held('ApiErrorRateHigh', other, 'active', 6)],
      receipt(7, 'slack', 8, [carried('ApiErrorRateHigh', other, 'firing', [6])]),
    ];
    expect(summary(events, of)).toBe('passed');
  });
});
