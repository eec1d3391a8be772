import { describe, expect, test } from 'vitest';
import type { AlertmanagerAlert } from './alertmanager.js';
import { alertChanges, alertmanagerAlertsByKey, alertmanagerChanges, alertsByKey } from './changes.js';
import type { ActiveAlert, RuleState } from './prometheus.js';

const rule = (group: string, name: string, ...alerts: Partial<ActiveAlert>[]): RuleState => ({
  group,
  name,
  file: 'rules.yml',
  intervalMs: 1_000,
  expr: 'vector(1)',
  forMs: 0,
  keepFiringForMs: 0,
  annotations: {},
  health: 'ok',
  lastError: '',
  lastEvaluation: 0,
  labels: {},
  alerts: alerts.map((alert) => ({ labels: { alertname: name }, state: 'firing', activeAt: 1, value: '1', ...alert })),
});
const states = (before: RuleState[], now: RuleState[]) =>
  alertChanges(alertsByKey(before), alertsByKey(now)).map(
    ({ group, alertname, state, activeAt }) => `${group} ${alertname} ${state} ${activeAt}`,
  );

describe('changes of alerts in Prometheus', () => {
  test('pending, firing and gone are reported once each', () => {
    const [none, pending, firing] = [rule('g', 'A'), rule('g', 'A', { state: 'pending' }), rule('g', 'A', {})];
    expect(states([none], [pending])).toEqual(['g A pending 1']);
    expect(states([pending], [pending])).toEqual([]);
    expect(states([pending], [firing])).toEqual(['g A firing 1']);
    expect(states([firing], [none])).toEqual(['g A inactive 1']);
  });
  test('an alert that resolved and came back between two looks is a new one', () => {
    expect(states([rule('g', 'A', { activeAt: 1 })], [rule('g', 'A', { activeAt: 9 })])).toEqual(['g A firing 9']);
  });
  test('the same name in two groups, and other labels, are different alerts', () => {
    const now = [rule('g', 'A', {}), rule('h', 'A', {}, { labels: { alertname: 'A', service: 'x' } })];
    expect(states([rule('g', 'A', {})], now)).toEqual(['h A firing 1', 'h A firing 1']);
  });
});

const held = (part: Partial<AlertmanagerAlert>): AlertmanagerAlert => ({
  fingerprint: 'f1',
  labels: { alertname: 'A' },
  state: 'active',
  inhibitedBy: [],
  silencedBy: [],
  receivers: ['team'],
  startsAt: 1,
  endsAt: 2,
  ...part,
});

describe('changes of alerts in Alertmanager', () => {
  const source = held({ fingerprint: 'f2', labels: { alertname: 'Source' } });
  const changes = (before: AlertmanagerAlert[], now: AlertmanagerAlert[]) =>
    alertmanagerChanges(alertmanagerAlertsByKey(before), alertmanagerAlertsByKey(now)).map(
      ({ alertname, state, inhibitedBy }) => `${alertname} ${state} ${inhibitedBy}`,
    );

  test('a muted alert names what mutes it', () => {
    expect(changes([source], [source, held({ state: 'suppressed', inhibitedBy: ['f2'] })])).toEqual(['A suppressed Source']);
  });
  test('an end that moves on is not a change, a new start is', () => {
    expect(changes([held({})], [held({ endsAt: 99 })])).toEqual([]);
    expect(changes([held({})], [held({ startsAt: 50 })])).toEqual(['A active ', 'A gone ']);
  });
});
