import { describe, expect, it } from 'vitest';
import type { RemediationStep } from '../model/remediation.js';
import type { RunEvent } from '../record/events.js';
import { at, engine, passingRun, scenario, type Timed } from '../testing/journals.js';
import { judgeRun, messagesOf, summary } from '../testing/judging.js';

type Remediation = Extract<RunEvent, { type: 'remediation' }>;

/** A step of the repair, from 12.6 s to 13 s. */
const step = (result: NonNullable<Remediation['result']>, more: Partial<Remediation> = {}): Timed => [
  13,
  { type: 'remediation', step: 'restart api', result, effect: 'api running', startedAt: at(12.6), endedAt: at(13), ...more },
];
const repairing = (status: 'started' | 'ended', seconds: number): Timed => [
  seconds,
  { type: 'phase', phase: 'remediate', status },
];
const RESTART: RemediationStep = { kind: 'restart', target: { service: 'api', instances: 'all' } };
const REPAIRED = scenario({ remediate: [{ kind: 'undo' }, RESTART] });
const run = (...steps: readonly Timed[]) => [...passingRun(), repairing('started', 11.9), repairing('ended', 14), ...steps];

describe('the steps of a repair', () => {
  it('are met if each of them had its effect', () => {
    const { outcome, verdicts } = judgeRun(run(step('done')), REPAIRED);
    expect(outcome).toBe('passed');
    expect(verdicts.find(({ id }) => id === 'repair')).toMatchObject({
      expectation: 'The repair works: undo all faults; restart api',
      result: 'met',
      value: 'every step had its effect; the last: api running',
    });
  });

  it('are not judged if the scenario has none of its own', () => {
    expect(judgeRun(run()).verdicts.map(({ id }) => id)).not.toContain('repair');
  });

  it('fail the run if one of them failed', () => {
    const events = run(step('failed', { effect: 'api-2 does not run again' }));
    expect(summary(events, REPAIRED)).toBe('failed\nrepair: missed repair-failed');
    expect(messagesOf(events, REPAIRED)).toEqual([
      'the repair failed: restart api: api-2 does not run again; the faults were undone all the same',
    ]);
  });

  it('are unknown if their effect could not be seen', () => {
    expect(summary(run(step('unknown', { effect: 'no data' })), REPAIRED)).toBe(
      'inconclusive\nrepair: unknown monitoring-blind',
    );
  });

  it('are unknown if the run ended before or during the repair', () => {
    expect(summary(passingRun(), REPAIRED)).toBe('inconclusive\nrepair: unknown');
    expect(summary([...passingRun(), repairing('started', 11.9)], REPAIRED)).toBe('inconclusive\nrepair: unknown');
  });

  it('may restart a victim: that is no interference', () => {
    const restarted = step('done', { step: 'restart db', restarted: ['db'], startedAt: at(8), endedAt: at(9) });
    const events = [...run(restarted), engine('started', 'db', 8.5)];
    expect(summary(events, REPAIRED)).toBe('passed');
    const other = step('done', { restarted: ['api-1'], startedAt: at(8), endedAt: at(9) });
    expect(summary([...run(other), engine('started', 'db', 8.5)], REPAIRED)).toBe(
      'inconclusive\nfault: unknown victim-replaced',
    );
  });
});

type Found = NonNullable<Extract<RunEvent, { type: 'steady' }>['conditions']>[number];

/** The passing run with a condition that was found like this after the repair. */
const found = (after: Partial<Found>, more: Partial<Extract<RunEvent, { type: 'steady' }>> = {}) =>
  passingRun().map(([seconds, event]): Timed => {
    if (event.type !== 'steady' || event.moment !== 'after') return [seconds, event];
    const condition: Found = { condition: 'front / answers 200', state: 'holds', value: 'HTTP 200', since: at(14), ...after };
    return [seconds, { ...event, holds: condition.state === 'holds', reason: 'reason', conditions: [condition], ...more }];
  });

describe('the conditions of the steady state', () => {
  it('hold again in time', () => {
    expect(summary(found({}))).toBe('passed');
  });

  it('are missed if one does not hold', () => {
    expect(summary(found({ state: 'fails', value: 'HTTP 502' }))).toBe('failed\nrecovery: missed not-recovered');
  });

  it('are missed if one holds too late', () => {
    const late = found({ since: at(80) });
    expect(summary(late)).toBe('failed\nrecovery: missed not-recovered');
    expect(messagesOf(late)).toEqual([
      'the steady state did not hold again in time: front / answers 200 held only 1 min 8 s after the repair',
    ]);
  });

  it('count from the last step of the repair, not from the undo alone', () => {
    const steps = [step('done', { endedAt: at(30) }), repairing('started', 11.9), repairing('ended', 30)];
    expect(summary([...found({ since: at(80) }), ...steps], REPAIRED)).toBe('passed');
  });

  it('are unknown if one could not be looked at, and missed if users were not served either', () => {
    expect(summary(found({ state: 'unknown', value: 'no data' }))).toBe('inconclusive\nrecovery: unknown monitoring-blind');
    expect(summary(found({ state: 'unknown' }, { good: 10 }))).toBe('failed\nrecovery: missed not-recovered');
  });
});
