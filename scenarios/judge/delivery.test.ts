import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../record/events.js';
import {
  alert,
  carried,
  DATABASE_LABELS,
  engine,
  held,
  monitoring,
  passingRun,
  receipt,
  scenario,
  started,
  type Timed,
  without,
} from '../testing/journals.js';
import { isAlert, isReceipt, isType, messagesOf, summary } from '../testing/judging.js';

describe('notification', () => {
  const lost = without(passingRun(), (event) => event.type === 'receipt' && event.channel === 'slack');
  const withState = (more: Parameters<typeof held>[4], state: 'active' | 'suppressed' = 'suppressed'): Timed => [
    3,
    held('DatabaseDown', DATABASE_LABELS, state, 2, more),
  ];

  it('that did not arrive via one channel is a finding for that channel', () => {
    expect(summary(lost)).toBe('failed\nDatabaseDown: missed not-notified');
    expect(messagesOf(lost)).toEqual(['DatabaseDown was not notified via Slack: no message within 10.0 s of firing']);
  });

  it('from the previous run is not proof: same fingerprint, other startsAt', () => {
    const stale = receipt(9, 'slack', 3, [carried('DatabaseDown', DATABASE_LABELS, 'firing', [-50])]);
    expect(summary([...lost, stale])).toBe('failed\nDatabaseDown: missed not-notified');
    expect(messagesOf([...lost, stale])).toEqual([
      'DatabaseDown was not notified via Slack: no message within 10.0 s of firing; the message that arrived is of an earlier incident',
    ]);
  });

  it('about the end of an alert is not a message about its beginning', () => {
    const events = without(passingRun(), isReceipt('slack', 'firing'));
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-notified');
  });

  it('with the right name and another fingerprint is not proof', () => {
    const other = receipt(9, 'slack', 3, [carried('DatabaseDown', { service: 'other' }, 'firing', [2])]);
    expect(summary([...lost, other])).toBe('failed\nDatabaseDown: missed not-notified');
  });

  it('without markers cannot be identified', () => {
    const unmarked: Timed = [
      3,
      { ...(receipt(9, 'slack', 3, [])[1] as Extract<RunEvent, { type: 'receipt' }>), subject: 'DatabaseDown!' },
    ];
    expect(summary([...lost, unmarked])).toBe('failed\nDatabaseDown: missed not-notified receipt-unidentified');
  });

  it.each([
    ['silenced', withState({ silencedBy: ['a-silence'] }), 'it was silenced'],
    ['inhibited', withState({ inhibitedBy: ['SiteDown'] }), 'it was muted by SiteDown'],
  ] as const)('that was %s says so', (id, state, cause) => {
    expect(summary([...lost, state])).toBe(`failed\nDatabaseDown: missed not-notified ${id}`);
    expect(messagesOf([...lost, state])[0]).toBe(`DatabaseDown was not notified via Slack: ${cause}`);
  });

  it('that went to a receiver without the channel says so', () => {
    const text = 'route: {receiver: on-call}\nreceivers: [{name: on-call, email_configs: [{to: a@b}]}]';
    const events = [
      ...without(lost, isType('run-started')),
      [-8, started(scenario(), { configuration: { 'alertmanager.yml': text } })] as Timed,
    ];
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-notified wrong-receiver');
    expect(messagesOf(events)[0]).toBe(
      'DatabaseDown was not notified via Slack: it was routed to on-call (email), which does not notify via Slack',
    );
  });

  it('that nobody could have seen is unknown', () => {
    const away = [
      ...lost,
      [3, monitoring({ sources: { receipts: 'does not answer' } })],
      [5, monitoring({})],
    ] as readonly Timed[];
    expect(summary(away)).toBe('inconclusive\nDatabaseDown: unknown monitoring-blind');
    const restarted = [...lost, engine('ended', 'inbox', 3), engine('started', 'inbox', 4)];
    expect(summary(restarted)).toBe(
      'inconclusive\nDatabaseDown: unknown monitoring-blind\nApiErrorRateHigh: unknown monitoring-blind',
    );
  });
});

describe('resolution', () => {
  it('that never came is a finding', () => {
    const events = without(
      passingRun(),
      (event) =>
        (isAlert('DatabaseDown')(event) && 'state' in event && ['inactive', 'gone'].includes(event.state)) ||
        isReceipt('email', 'resolved')(event) ||
        isReceipt('slack', 'resolved')(event),
    );
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-resolved');
    expect(messagesOf(events)).toEqual([
      'DatabaseDown{layer="data", service="db", severity="critical", stack="supops"} was still firing 13.9 s after the repair',
    ]);
  });

  it('that was not sent via one channel is a finding', () => {
    const events = without(passingRun(), isReceipt('email', 'resolved'));
    expect(summary(events)).toBe('failed\nDatabaseDown: missed resolution-not-notified');
  });

  it('is expected only from channels that carried the alert', () => {
    const events = without(passingRun(), (event) => event.type === 'receipt' && event.channel === 'slack');
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-notified');
  });

  it('must reach every alert of the name: one that fires again after the repair is not resolved', () => {
    const again: readonly Timed[] = [
      [24, alert('DatabaseDown', DATABASE_LABELS, 'firing', 24)],
      [24.1, held('DatabaseDown', DATABASE_LABELS, 'active', 24)],
    ];
    expect(summary([...passingRun(), ...again])).toBe('failed\nDatabaseDown: missed not-resolved');
  });
});
