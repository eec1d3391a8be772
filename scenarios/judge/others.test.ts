import { describe, expect, it } from 'vitest';
import {
  alert,
  alertsWindow,
  carried,
  DATABASE_LABELS,
  engine,
  held,
  passingRun,
  receipt,
  type Timed,
  without,
} from '../testing/journals.js';
import { isType, messagesOf, summary } from '../testing/judging.js';

describe('nothing else', () => {
  const unexpected: readonly Timed[] = [[6, alert('CacheDown', { severity: 'critical' }, 'firing', 6)]];
  const sampled = (...more: Parameters<typeof alertsWindow>[1] & object): readonly Timed[] => [
    ...without(passingRun(), isType('alerts-window')),
    [26, alertsWindow(true, [['DatabaseDown', DATABASE_LABELS, 2, 20], ...more])],
  ];

  it('fires: any other alert is a finding, whether seen live or only in the raw samples', () => {
    expect(summary([...passingRun(), ...unexpected])).toBe('failed\nnothing-else: missed unexpected-alert');
    const raw = sampled(['CacheDown', { severity: 'critical' }, 6, 7]);
    expect(summary(raw)).toBe('failed\nnothing-else: missed unexpected-alert');
    expect(messagesOf(raw)).toEqual(['CacheDown{severity="critical"} fired at T+6.0 s; it is neither expected nor allowed']);
  });

  it('reports an alert once if both sources know it', () => {
    const raw = sampled(['CacheDown', { severity: 'critical' }, 6, 7]);
    const known: readonly Timed[] = [...unexpected, [6.1, held('CacheDown', { severity: 'critical' }, 'active', 6)]];
    expect(messagesOf([...raw, ...known])).toHaveLength(1);
  });

  it('is not disturbed by what is allowed, always on, about the machine, or muted', () => {
    expect(summary(sampled(['SiteProbeFailing', {}, 6, 9]))).toBe('passed');
    expect(summary(sampled(['Watchdog', { severity: 'none' }, 0, 26]))).toBe('passed');
    expect(summary(sampled(['HostCpuHigh', { layer: 'host' }, 6, 9]))).toBe('passed');
    const muted: readonly Timed[] = [
      ...unexpected,
      [6.1, held('CacheDown', { severity: 'critical' }, 'suppressed', 6, { inhibitedBy: ['DatabaseDown'] })],
    ];
    expect(summary([...passingRun(), ...muted])).toBe('passed');
    const notified = receipt(8, 'slack', 9, [carried('CacheDown', { severity: 'critical' }, 'firing', [6])]);
    expect(summary([...passingRun(), ...muted, notified])).toBe('failed\nnothing-else: missed unexpected-alert');
  });

  it('is unknown for a muted alert if the inbox, which would have received its message, was lost', () => {
    const lost: readonly Timed[] = [
      ...passingRun(),
      ...unexpected,
      [6.1, held('CacheDown', { severity: 'critical' }, 'suppressed', 6, { inhibitedBy: ['DatabaseDown'] })],
      engine('ended', 'inbox', 8),
    ];
    expect(summary(lost)).toContain('nothing-else: unknown monitoring-blind');
    expect(summary([...passingRun(), engine('ended', 'inbox', 8)])).not.toContain('nothing-else');
  });

  it('counts another alert with an expected name', () => {
    const other = sampled(['DatabaseDown', { ...DATABASE_LABELS, service: 'db-2' }, 6, 9]);
    expect(summary(other)).toBe('failed\nnothing-else: missed unexpected-alert');
  });

  it('is unknown without raw samples of the whole window', () => {
    const none = without(passingRun(), isType('alerts-window'));
    expect(summary(none)).toBe('inconclusive\nnothing-else: unknown monitoring-blind');
    expect(summary([...none, [26, alertsWindow(false)]])).toBe('inconclusive\nnothing-else: unknown monitoring-blind');
  });
});
