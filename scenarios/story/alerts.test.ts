import { describe, expect, it } from 'vitest';
import { buildRecord } from '../record/record.js';
import {
  alert,
  at,
  carried,
  circumstances,
  DATABASE_LABELS,
  databaseDown,
  engine,
  held,
  journalOf,
  passingRun,
  receipt,
  scenario,
  started,
  T0,
  type Timed,
  without,
} from '../testing/journals.js';
import { tell } from './tell.js';

const timelineOf = (events: readonly Timed[]) =>
  tell(
    buildRecord(
      journalOf(events.some(([, { type }]) => type === 'run-started') ? events : [[-9, started(scenario())], ...events]),
    ),
  );
const alertsOf = (...events: readonly Timed[]) => timelineOf([...circumstances(), ...events]).alerts;
const seconds = (ms: number | undefined) => (ms === undefined ? undefined : (ms - T0) / 1_000);

describe('the story of the alerts', () => {
  it('joins what Prometheus, Alertmanager and the inbox reported about one alert', () => {
    expect(alertsOf(...databaseDown())).toEqual([
      {
        alertname: 'DatabaseDown',
        group: 'group',
        labels: { ...DATABASE_LABELS, stack: 'supops' },
        fingerprint: expect.any(String),
        startsAt: at(2),
        pendingAt: at(1),
        firingAt: at(2),
        receivedAt: at(2.4),
        resolvedAt: at(21),
        endedAt: at(21.3),
        inhibitedBy: [],
        silenced: false,
        receivers: ['on-call'],
        receipts: [
          { message: 2, receiver: 'on-call', channel: 'slack', status: 'firing', receivedAt: at(4), recordedAfterMs: 100 },
          { message: 1, receiver: 'on-call', channel: 'email', status: 'firing', receivedAt: at(4.1), recordedAfterMs: 100 },
          { message: 3, receiver: 'on-call', channel: 'email', status: 'resolved', receivedAt: at(23), recordedAfterMs: 100 },
          { message: 4, receiver: 'on-call', channel: 'slack', status: 'resolved', receivedAt: at(23.1), recordedAfterMs: 100 },
        ],
        before: false,
      },
    ]);
  });

  it('takes the time of the fault from the engine, not from the call', () => {
    expect(timelineOf(circumstances())).toMatchObject({ injectedAt: T0, undoneAt: at(12.1) });
    const silent = without(circumstances(), ({ type }) => type === 'engine');
    expect(timelineOf(silent)).toMatchObject({ injectedAt: T0, undoneAt: at(12.5) });
    expect(timelineOf(circumstances().slice(0, 4)).injectedAt).toBeUndefined();
  });

  it('does not take an earlier kill of the victim, or a kill of another service, for the fault', () => {
    expect(timelineOf([...circumstances(), engine('signalled', 'db', -5), engine('signalled', 'front', -0.1)]).injectedAt).toBe(
      T0,
    );
  });

  it('keeps episodes of one alert apart, and assigns to each the messages with its own startsAt', () => {
    const again: readonly Timed[] = [
      [24.3, alert('DatabaseDown', DATABASE_LABELS, 'pending', 24)],
      [25.3, alert('DatabaseDown', DATABASE_LABELS, 'firing', 24)],
      [25.4, held('DatabaseDown', DATABASE_LABELS, 'active', 25)],
      receipt(9, 'slack', 26, [carried('DatabaseDown', DATABASE_LABELS, 'firing', [25])]),
    ];
    const [first, second] = alertsOf(...databaseDown(), ...again);
    expect([seconds(first?.firingAt), seconds(first?.resolvedAt), first?.receipts.length]).toEqual([2, 21, 4]);
    expect([seconds(second?.firingAt), second?.resolvedAt, second?.receipts.map(({ message }) => message)]).toEqual([
      25,
      undefined,
      [9],
    ]);
  });

  it('distinguishes episodes by activeAt if the end of the first was missed', () => {
    const histories = alertsOf(
      [1, alert('A', {}, 'firing', 1)],
      [9, alert('A', {}, 'firing', 8)],
      [12, alert('A', {}, 'pending', 11)],
    );
    expect(histories.map(({ pendingAt, endedAt, firingAt }) => [pendingAt, endedAt, firingAt].map(seconds))).toEqual([
      [1, 8, 1],
      [8, 11, 9],
      [11, undefined, undefined],
    ]);
  });

  it('distinguishes the same name in two groups', () => {
    const other = { ...alert('A', { x: '1' }, 'firing', 2), group: 'other' } as Timed[1];
    const histories = alertsOf([1, alert('A', { x: '1' }, 'firing', 1)], [2, other], [2.1, held('A', { x: '1' }, 'active', 1)]);
    expect(histories.map(({ group, fingerprint }) => [group, fingerprint !== undefined])).toEqual([
      ['group', true],
      ['other', false],
    ]);
  });

  it('does not assign to an alert what belongs to one with more labels', () => {
    const histories = alertsOf(
      [1, alert('A', { x: '1' }, 'firing', 1)],
      [1, alert('A', { x: '1', y: '2' }, 'firing', 1)],
      [1.1, held('A', { x: '1', y: '2' }, 'active', 1, { receivers: ['two'] })],
      [1.1, held('A', { x: '1' }, 'active', 1, { receivers: ['one'] })],
    );
    expect(histories.map(({ labels, receivers }) => [labels.y, receivers])).toEqual([
      [undefined, ['one']],
      ['2', ['two']],
    ]);
  });

  it('includes alerts that only Alertmanager reported', () => {
    expect(alertsOf([5, held('A', {}, 'active', 4)], [9, held('A', {}, 'gone', 4)])).toMatchObject([
      { alertname: 'A', startsAt: at(4), firingAt: at(4), receivedAt: at(5), resolvedAt: at(9), before: false },
    ]);
  });

  it('does not accept a resolution while Prometheus lists the alert', () => {
    const [history] = alertsOf(...without(databaseDown(), (event) => event.type === 'alert' && event.state === 'inactive'));
    expect(history?.resolvedAt).toBeUndefined();
  });

  it('names inhibitors, which Alertmanager gives as fingerprints', () => {
    const [, errors] = timelineOf(passingRun()).alerts;
    expect(errors).toMatchObject({ alertname: 'ApiErrorRateHigh', inhibitedBy: ['DatabaseDown'], receipts: [] });
  });

  it('marks what began before the fault, and without a fault everything', () => {
    const early: Timed = [-3, alert('A', {}, 'pending', -3)];
    const late: Timed = [3, alert('B', {}, 'pending', 3)];
    expect(alertsOf(early, late).map(({ before }) => before)).toEqual([true, false]);
    expect(timelineOf([early, late]).alerts.map(({ before }) => before)).toEqual([true, true]);
  });

  it('exists for every journal that ends early, and so does the record', () => {
    const lines = journalOf(passingRun());
    for (let length = 1; length <= lines.length; length++) {
      const record = buildRecord(lines.slice(0, length));
      expect(record).toMatchObject({ run: '20261122-220000-db-down-a1b2', startedAt: at(-8) });
      expect(record.ended).toBeUndefined();
    }
    expect(() => buildRecord([])).toThrow('the journal does not hold the first line of a run');
  });
});
