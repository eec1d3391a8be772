import { expect, test } from 'vitest';
import type { RunResult } from '../../scenarios/judge/result.js';
import { palette } from './palette.js';
import { verdictText } from './verdict.js';

const finding = { id: 'not-notified', alert: 'DatabaseDown', message: 'no message by slack within 9.5 s' } as const;

const result: RunResult = {
  schema: 1,
  run: 'r1',
  scenario: 'db-down',
  stack: 'supops',
  speed: 60,
  outcome: 'failed',
  exitCode: 1,
  startedAt: '2026-01-01T12:00:00.000Z',
  endedAt: '2026-01-01T12:00:31.000Z',
  durationMs: 31_000,
  verdicts: [
    {
      id: 'DatabaseDown',
      expectation: 'DatabaseDown fires and is notified via e-mail and Slack',
      result: 'missed',
      value: 'fired after 4.1 s',
      evidence: 'seq 31',
      findings: [finding],
    },
    {
      id: 'ApiErrorRateHigh',
      expectation: 'ApiErrorRateHigh is muted',
      result: 'met',
      value: 'muted',
      evidence: '',
      findings: [],
    },
    { id: 'nothing-else', expectation: 'nothing else fired', result: 'unknown', value: 'blind', evidence: '', findings: [] },
  ],
  findings: [finding, { id: 'monitoring-blind', message: 'Prometheus did not answer for 4.0 s' }],
  detection: [{ alert: 'DatabaseDown', floorMs: 3_000, ceilingMs: 8_500, pendingMs: 2_000, firingMs: 4_100 }],
  files: { report: '/home/u/.supops/runs/r1/report.md', journal: 'j', run: 'r' },
};

test('a result shows every expectation, every finding once, the times beside their bounds, and where the report is', () => {
  expect(verdictText(result, '/home/u', palette(false))).toBe(`FAILED db-down on stack supops in 31.0 s, run r1

  ✗ DatabaseDown fires and is notified via e-mail and Slack
      fired after 4.1 s
      not-notified: no message by slack within 9.5 s
  ✓ ApiErrorRateHigh is muted
      muted
  ? nothing else fired
      blind

  monitoring-blind: Prometheus did not answer for 4.0 s

TIME FROM FAULT  PENDING  FIRING  NOTIFIED  RESOLVED  FLOOR  CEILING
DatabaseDown     2.0 s    4.1 s   -         -         3.0 s  8.5 s

report .supops/runs/r1/report.md
`);
});

test('an error of the run is part of its result', () => {
  const text = verdictText(
    {
      ...result,
      outcome: 'errored',
      verdicts: [],
      findings: [],
      detection: [],
      error: { code: 'gone', message: 'no engine', hint: 'start it' },
    },
    '/home/u',
    palette(false),
  );
  expect(text).toBe(`ERRORED db-down on stack supops in 31.0 s, run r1

error: no engine [gone]
hint: start it

report .supops/runs/r1/report.md
`);
});
