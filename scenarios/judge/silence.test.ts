import { describe, expect, it } from 'vitest';
import type { RunStarted } from '../record/events.js';
import {
  alertsWindow,
  carried,
  engine,
  fault,
  monitoring,
  receipt,
  scenario,
  started,
  T0,
  type Timed,
} from '../testing/journals.js';
import { judgeRun, messagesOf, summary } from '../testing/judging.js';

// A message every 5 s; silence is 10 s without one.
const BOUNDS = { floorMs: 5_000, ceilingMs: 31_000, periodMs: 5_000, expiryMs: 20_000 };
const OF = scenario({
  name: 'alertmanager-down',
  faults: [
    {
      id: 'kill-alertmanager',
      kind: 'kill',
      target: { service: 'alertmanager', instances: 'all' },
      atMs: 0,
      params: { hold: true },
    },
  ],
  expect: [],
  silences: [{ id: 'Watchdog', alert: 'Watchdog', line: 6, column: 12 }],
  allow: [],
});
const START: RunStarted = started(OF, {
  silences: { Watchdog: { inForce: BOUNDS, production: BOUNDS } },
  parts: { receipts: 'inbox', load: 'visitors', prometheus: 'prometheus', alertmanager: 'alertmanager', helpers: true },
});
const AT = (message: number, seconds: number) =>
  receipt(message, 'webhook', seconds, [carried('Watchdog', {}, 'firing', [-900])]);

/** Alertmanager is killed at 0 and repaired at 25; messages about the Watchdog arrive at these seconds. */
const runWith = (arrivals: readonly number[], more: readonly Timed[] = [], start: RunStarted = START): readonly Timed[] => [
  [-12, start],
  [-1, { type: 'steady', moment: 'before', holds: true, requests: 60, good: 60, reason: 'good' }],
  fault('planned', -0.5, 'alertmanager'),
  fault('applying', -0.4, 'alertmanager'),
  engine('signalled', 'alertmanager', 0),
  engine('ended', 'alertmanager', 0.05),
  [
    0.2,
    {
      type: 'proof',
      fault: 'kill-alertmanager',
      proof: { proven: true, evidence: 'killed', at: T0 },
    },
  ],
  [1, monitoring({ sources: { alertmanager: 'does not answer' } })],
  fault('undoing', 25, 'alertmanager'),
  engine('started', 'alertmanager', 25.1),
  fault('undone', 25.5, 'alertmanager'),
  [26, monitoring({})],
  [35, { type: 'steady', moment: 'after', holds: true, requests: 90, good: 90, reason: 'good' }],
  [36, alertsWindow(true)],
  ...arrivals.map((seconds, i) => AT(i + 1, seconds)),
  ...more,
];

describe('the silence of a Watchdog', () => {
  it('is met by messages that stop and come back, although Alertmanager could not be asked', () => {
    const { outcome, verdicts } = judgeRun(runWith([-8, -3, 27]));
    expect(outcome).toBe('passed');
    expect(verdicts[0]).toEqual({
      id: 'Watchdog',
      expectation: 'Watchdog falls silent within 32.0 s, and is heard again after the repair',
      result: 'met',
      value: 'silent from T-3.0 s, noticed after 7.0 s; back 1.9 s after the repair',
      valueMs: 7_000,
      budgetMs: 32_000,
      findings: [],
      evidence: 'messages 2, 3',
    });
  });

  it('is missed if the messages go on', () => {
    const quick = { ...START, silences: { Watchdog: { inForce: { ...BOUNDS, ceilingMs: 20_000 }, production: BOUNDS } } };
    const going = runWith([-3, 2, 7, 12, 17, 22, 27], [], quick);
    expect(summary(going)).toBe('failed\nWatchdog: missed not-silent');
    expect(messagesOf(going)).toEqual([
      'Watchdog did not fall silent: 6 messages about it arrived after the fault, never 10.0 s apart',
    ]);
  });

  it('is missed if nothing is heard after the repair', () => {
    expect(summary(runWith([-3]))).toBe('failed\nWatchdog: missed still-silent');
    expect(messagesOf(runWith([-3]))).toEqual(['no message about Watchdog arrived in the 10.9 s after the repair']);
  });

  it('is late if the messages went on for too long', () => {
    const slow = started(OF, {
      ...START,
      silences: { Watchdog: { inForce: { ...BOUNDS, ceilingMs: 8_000 }, production: BOUNDS } },
    });
    expect(messagesOf(runWith([-3, 2, 28], [], slow))).toEqual([
      'the silence of Watchdog was noticed after 12.0 s, 3.0 s later than the 9.0 s allowed',
    ]);
  });

  it('is unknown without a message before the fault, without its bounds, or if the inbox was lost', () => {
    expect(summary(runWith([27]))).toBe('inconclusive\nWatchdog: unknown monitoring-blind');
    const { silences: _, ...unbounded } = START;
    expect(summary(runWith([-3, 27], [], unbounded))).toBe('inconclusive\nWatchdog: unknown monitoring-blind');
    expect(summary(runWith([-3, 27], [engine('ended', 'inbox', 5)]))).toBe('inconclusive\nWatchdog: unknown monitoring-blind');
    const { receipts: __, ...parts } = START.parts;
    expect(summary(runWith([-3, 27], [], { ...START, parts }))).toContain('Watchdog: unknown receipts-absent');
  });

  it('is unknown if the run ended before it was due', () => {
    const slow = { ...START, silences: { Watchdog: { inForce: { ...BOUNDS, ceilingMs: 60_000 }, production: BOUNDS } } };
    expect(summary(runWith([-3, 2, 7, 12, 17, 22, 27], [], slow))).toBe('inconclusive\nWatchdog: unknown monitoring-blind');
  });
});
