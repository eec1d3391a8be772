import { describe, expect, it } from 'vitest';
import type { Scenario } from '../model/scenario.js';
import type { RunStarted } from '../record/events.js';
import {
  alert,
  alertsWindow,
  at,
  circumstances,
  engine,
  expectation,
  fault,
  held,
  monitoring,
  scenario,
  started,
  type Timed,
  without,
} from '../testing/journals.js';
import { isType, judgeRun, messagesOf, summary } from '../testing/judging.js';

/** An incident in which nothing may fire, watched for 10 s; it is repaired at 12. */
const INNOCENT = scenario({ expect: [], allow: [] });
const quietRun = (
  of: Scenario,
  more: readonly Timed[] = [],
  start: Partial<RunStarted> = { watchMs: 10_000 },
): readonly Timed[] => [
  ...circumstances(of).map(([seconds, event]): Timed => [seconds, event.type === 'run-started' ? started(of, start) : event]),
  ...more,
];
const fires = (name: string, at: number): Timed => [at + 0.3, alert(name, {}, 'firing', at)];
const muted = (name: string, at: number): readonly Timed[] => [
  fires(name, at),
  [at + 0.4, held(name, {}, 'suppressed', at, { inhibitedBy: ['DatabaseDown'] })],
];

describe('an incident in which nothing may fire', () => {
  it('passes if nothing did, over the whole time for which it had to be watched', () => {
    const { outcome, verdicts } = judgeRun(quietRun(INNOCENT));
    expect(outcome).toBe('passed');
    expect(verdicts.map(({ id, expectation }) => `${id}: ${expectation}`)[0]).toBe(
      'nothing-else: No alert fires unmuted within 10.0 s of the last injection',
    );
  });

  it('fails if anything did', () => {
    const run = quietRun(INNOCENT, [fires('CacheDown', 5)]);
    expect(summary(run)).toBe('failed\nnothing-else: missed unexpected-alert');
  });

  it('is unknown if the run did not watch as long as an alert may take', () => {
    const run = quietRun(INNOCENT, [], { watchMs: 20_000 });
    expect(summary(run)).toBe('inconclusive\nnothing-else: unknown monitoring-blind');
    expect(messagesOf(run)).toEqual(['the run watched for 12.0 s of the 20.0 s that it may take']);
  });

  it('is unknown if a rule that might have fired was not evaluated', () => {
    const run = quietRun(INNOCENT, [[3, monitoring({ unhealthyRules: ['CacheDown'] })]]);
    expect(summary(run)).toBe('inconclusive\nnothing-else: unknown rule-unhealthy');
  });

  it('is unknown without data: rules that were not evaluated fire never', () => {
    const blind = [...without(quietRun(INNOCENT), isType('alerts-window')), [26, alertsWindow(false)] as const];
    expect(summary(blind)).toBe('inconclusive\nnothing-else: unknown monitoring-blind');
  });
});

describe('a forbidden alert', () => {
  const of = scenario({ expect: [], allow: [], forbid: ['ApiDown'] });

  it('is met if it did not fire', () => {
    const { outcome, verdicts } = judgeRun(quietRun(of));
    expect(outcome).toBe('passed');
    expect(verdicts[0]).toEqual({
      id: 'forbid-ApiDown',
      expectation: 'ApiDown does not fire, not even muted',
      result: 'met',
      value: 'did not fire',
      findings: [],
      evidence: 'journal 14: ALERTS',
    });
  });

  it('must not fire, not even muted, and is named once', () => {
    expect(summary(quietRun(of, muted('ApiDown', 5)))).toBe('failed\nforbid-ApiDown: missed forbidden-alert');
    expect(messagesOf(quietRun(of, muted('ApiDown', 5)))).toEqual([
      'ApiDown{stack="supops"} fired at T+5.0 s, although it must not',
    ]);
    expect(summary(quietRun(of, muted('CacheDown', 5)))).toBe('passed');
  });

  it('is seen in the raw samples alone', () => {
    const sampled = [
      ...without(quietRun(of), isType('alerts-window')),
      [26, alertsWindow(true, [['ApiDown', {}, 6, 7]])] as const,
    ];
    expect(summary(sampled)).toBe('failed\nforbid-ApiDown: missed forbidden-alert');
  });

  it('that was only pending did not fire', () => {
    expect(summary(quietRun(of, [[5, alert('ApiDown', {}, 'pending', 5)]]))).toBe('passed');
  });

  it('whose rule is not loaded is a finding; whose rule failed is unknown', () => {
    expect(summary(quietRun(of, [[3, monitoring({ missingRules: ['ApiDown'] })]]))).toBe(
      'failed\nforbid-ApiDown: missed rule-not-loaded',
    );
    expect(summary(quietRun(of, [[3, monitoring({ unhealthyRules: ['ApiDown'] })]]))).toBe(
      'inconclusive\nforbid-ApiDown: unknown rule-unhealthy',
    );
  });

  it('that was active before the fault proves nothing', () => {
    const active: readonly Timed[] = [[-5, alert('ApiDown', {}, 'firing', -5)]];
    const sampled = [
      ...without(quietRun(of, active), isType('alerts-window')),
      [26, alertsWindow(true, [['ApiDown', {}, -5, 7]])] as const,
    ];
    expect(summary(sampled)).toContain('forbid-ApiDown: unknown already-firing');
  });

  it('is unknown if it was not watched long enough', () => {
    expect(summary(quietRun(of, [], { watchMs: 20_000 }))).toContain('forbid-ApiDown: unknown monitoring-blind');
  });
});

describe('a Prometheus that is the victim', () => {
  const of = scenario({
    expect: [],
    allow: [],
    forbid: ['ApiDown'],
    faults: [{ id: 'kill-prometheus', kind: 'kill', target: { service: 'prometheus', instances: 'all' }, atMs: 0, params: {} }],
  });
  const parts = { receipts: 'inbox', load: 'visitors', prometheus: 'prometheus', alertmanager: 'alertmanager', helpers: true };
  const outage = (gaps: readonly { from: number; to: number }[], start: Partial<RunStarted> = { parts }): readonly Timed[] => [
    ...without(quietRun(of, [], start), isType('alerts-window', 'proof', 'fault', 'engine')).map(
      ([s, event]): Timed => [s, event],
    ),
    ...victimOf('prometheus'),
    [26, { ...alertsWindow(false), gaps: gaps.map(({ from, to }) => ({ from: at(from), to: at(to) })) }],
  ];

  it('explains why no rule was evaluated while it was down: nothing can have fired unseen', () => {
    expect(summary(outage([{ from: -0.8, to: 14 }]))).toBe('passed');
  });

  it('does not explain a gap before the fault or after the repair', () => {
    expect(summary(outage([{ from: 16, to: 22 }]))).toContain('nothing-else: unknown monitoring-blind');
    expect(
      summary(
        outage([
          { from: -0.8, to: 14 },
          { from: 18, to: 22 },
        ]),
      ),
    ).toContain('nothing-else: unknown monitoring-blind');
  });

  it('is not assumed: without the name of its service a gap stays unexplained', () => {
    expect(summary(outage([{ from: -0.8, to: 14 }], {}))).toContain('nothing-else: unknown monitoring-blind');
  });

  it('makes an alert that should have fired meanwhile unknown, not missed', () => {
    const expecting = scenario({ ...of, expect: [expectation('CacheDown')], forbid: [] });
    const run = outage([{ from: -0.8, to: 14 }]).map(
      ([seconds, event]): Timed => [seconds, event.type === 'run-started' ? started(expecting, { parts }) : event],
    );
    expect(summary(run)).toBe('inconclusive\nCacheDown: unknown monitoring-blind');
  });
});

const victimOf = (service: string): readonly Timed[] => [
  fault('planned', -0.5, service),
  fault('applying', -0.4, service),
  engine('signalled', service, 0),
  engine('ended', service, 0.05),
  [0.2, { type: 'proof', fault: `kill-${service}`, proof: { proven: true, evidence: 'killed', at: at(0) } }],
  fault('undoing', 12, service),
  engine('started', service, 12.1),
  fault('undone', 12.5, service),
];
