import { delay, messages } from './alert-edits.js';
import { waitsLonger } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { BUSY, expecting } from './run-edits.js';

const FIRING = messages('DatabaseDown', undefined, 'firing');

/** When the expected alert arrived; 7 s are allowed. */
export const TIMING: readonly RecordedSituation[] = [
  {
    name: 'late',
    wrong: 'both messages come 8.8 s after the fault',
    edits: [waitsLonger(10), delay(FIRING, 6)],
    outcome: 'failed',
    findings: ['DatabaseDown: late'],
  },
  {
    name: 'late by one channel',
    wrong: 'Slack is in time, the mail is not',
    edits: [waitsLonger(10), delay(messages('DatabaseDown', 'email', 'firing'), 6)],
    outcome: 'failed',
    findings: ['DatabaseDown: late'],
  },
  {
    name: 'late, and allowed to be',
    wrong: 'nothing: the scenario says `within: 20m`, which is 20 s at this speed',
    edits: [expecting('DatabaseDown', { withinMs: 20 * 60_000 }), waitsLonger(20), delay(FIRING, 6)],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'early',
    wrong: 'the scenario says `notBefore: 5m`, which is 5 s at this speed',
    edits: [expecting('DatabaseDown', { notBeforeMs: 5 * 60_000 })],
    outcome: 'failed',
    findings: ['DatabaseDown: early'],
  },
  {
    name: 'a little before the last moment',
    wrong: 'nothing: 6.9 s of 7 s',
    edits: [waitsLonger(10), delay(FIRING, 4)],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'late on a busy machine',
    wrong: 'the machine alone can have caused it',
    edits: [waitsLonger(10), delay(FIRING, 6), BUSY],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: late', 'host-overloaded'],
  },
  {
    name: 'in time on a busy machine',
    wrong: 'nothing: what was seen in spite of it counts',
    edits: [BUSY],
    outcome: 'passed',
    findings: [],
  },
];
