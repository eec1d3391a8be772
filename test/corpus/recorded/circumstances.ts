import { neverPending, relabel } from './alert-edits.js';
import { add, after, change, cutAt, drop, type Edit, ofType, waitsLonger } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { BUSY, fails, ONLY_DATABASE_DOWN, restarted, startedWith, without } from './run-edits.js';

const unproven = change('proof', (line) => ({ ...line, proof: { ...line.proof, proven: false } }));
const unsteadyAfter: Edit = change('steady', (line) =>
  line.moment === 'after' ? { ...line, holds: false, good: 40, reason: '40.0 % of 100 requests good' } : line,
);
const started = (seconds: number, instanceId: string, kind: 'started' | 'replaced'): Edit =>
  add(seconds, {
    type: 'engine',
    kind,
    word: 'start',
    service: 'db',
    instance: 'db',
    instanceId,
    time: after(seconds),
  });
const VICTIM = 'c1a495a71cb250bf5e2b0480d523c35564493a6d26c1599dda8f24486d9a70d1';
const ALL_UNKNOWN = [
  'DatabaseDown: monitoring-blind',
  'ApiErrorRateHigh: monitoring-blind',
  'ContainerGone: monitoring-blind',
  'monitoring-blind',
] as const;

/** Fault, victims, machine, users, and runs that end early. */
export const CIRCUMSTANCES: readonly RecordedSituation[] = [
  {
    name: 'fault that touched nothing',
    wrong: 'all alerts came, but nothing proves that the fault caused them',
    edits: [unproven],
    outcome: 'inconclusive',
    findings: ['fault-not-proven'],
  },
  {
    name: 'fault that touched nothing, and no alert',
    wrong: 'that the alert did not fire proves nothing either',
    edits: [ONLY_DATABASE_DOWN, neverPending('DatabaseDown'), unproven, waitsLonger(10)],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: not-fired', 'fault-not-proven'],
  },
  {
    name: 'victim replaced',
    wrong: 'the platform put another instance in its place',
    edits: [started(3, 'another-id', 'replaced')],
    outcome: 'inconclusive',
    findings: ['victim-replaced'],
  },
  {
    name: 'victim started by somebody else',
    wrong: 'it ran again before the repair',
    edits: [started(3, VICTIM, 'started')],
    outcome: 'inconclusive',
    findings: ['victim-replaced'],
  },
  {
    name: 'wrong label on a busy machine',
    wrong: 'load does not change labels',
    edits: [relabel('DatabaseDown', { severity: 'warning' }), BUSY],
    outcome: 'failed',
    findings: ['DatabaseDown: label-mismatch'],
  },
  {
    name: 'did not fire on a busy machine',
    wrong: 'a starved Prometheus proves nothing',
    edits: [ONLY_DATABASE_DOWN, neverPending('DatabaseDown'), waitsLonger(10), BUSY],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: not-fired', 'host-overloaded'],
  },
  {
    name: 'clock jump forward',
    wrong: 'the clock was set by a minute before the message came: it looks late, and nobody knows',
    edits: [waitsLonger(10)],
    clock: { set: 2.6, by: 60 },
    outcome: 'inconclusive',
    findings: ['DatabaseDown: late', 'clock-jumped'],
  },
  {
    name: 'clock jump after everything',
    wrong: 'every span looks right, but nobody knows by how much the clock was wrong before',
    edits: [],
    clock: { set: 17, by: 60 },
    outcome: 'inconclusive',
    findings: ['clock-jumped'],
  },
  {
    name: 'engine’s clock set on another machine',
    wrong: 'its distance to this machine’s clock is another one at the end',
    edits: [change('clock', (line) => (line.moment === 'end' ? { ...line, offsetMs: 7_000 } : line))],
    outcome: 'inconclusive',
    findings: ['clock-jumped'],
  },
  {
    name: 'not recovered',
    wrong: 'most requests still fail at the end',
    edits: [unsteadyAfter],
    outcome: 'failed',
    findings: ['not-recovered'],
  },
  {
    name: 'users fail again long after the repair',
    wrong: 'a request that fails later than 60 s after the repair is a late recovery',
    edits: [
      add(17, {
        type: 'load',
        record: { second: Math.floor(after(70) / 1_000), requests: 10, failed: 6, slow: 0, p50Ms: 5, p95Ms: 9, maxMs: 12 },
      }),
    ],
    outcome: 'failed',
    findings: ['not-recovered'],
  },
  {
    name: 'load source lost',
    wrong: 'what users saw has gaps, so that the missing steady state proves nothing',
    edits: [unsteadyAfter, restarted('visitors', 8)],
    outcome: 'inconclusive',
    findings: ['load-lost'],
  },
  {
    name: 'no load source',
    wrong: 'nobody tells what users see',
    edits: [without('load'), drop(ofType('load', 'steady'))],
    outcome: 'inconclusive',
    findings: ['load-absent'],
  },
  {
    name: 'no guardian',
    wrong: 'had supops been killed, nobody would have undone the fault',
    edits: [startedWith((line) => ({ ...line, parts: { ...line.parts, helpers: false } }))],
    outcome: 'inconclusive',
    findings: ['guardian-absent'],
  },
  {
    name: 'undo that could not be completed',
    wrong: 'the system is left broken',
    edits: [
      change('fault', (line) => (line.status === 'undone' ? { ...line, status: 'dirty', detail: 'db does not start' } : line)),
      cutAt(6.2),
      drop((line) => line.type === 'engine' && line.instance === 'db' && line.kind === 'started'),
    ],
    outcome: 'errored',
    findings: ['not-recovered', 'monitoring-blind'],
  },
  {
    name: 'not steady',
    wrong: 'users had errors before anything was injected',
    edits: [
      change('steady', (line) => ({ ...line, holds: false, good: 10, reason: '32.3 % of 31 requests good' })),
      cutAt(-0.12),
    ],
    outcome: 'not-steady',
    findings: ['not-steady'],
  },
  {
    name: 'interrupted',
    wrong: 'Ctrl-C before anything fired: nothing is known',
    edits: [cutAt(2), fails(2.1, 'interrupted', 130)],
    outcome: 'interrupted',
    findings: [...ALL_UNKNOWN],
  },
  {
    name: 'aborted',
    wrong: 'an abort condition ended it before anything fired',
    edits: [cutAt(2), fails(2.1, 'aborted', 9)],
    outcome: 'aborted',
    findings: [...ALL_UNKNOWN],
  },
  {
    name: 'engine lost',
    wrong: 'the run could not go on',
    edits: [cutAt(2), fails(2.1, 'engine-unreachable', 4)],
    outcome: 'errored',
    findings: [...ALL_UNKNOWN],
  },
  {
    name: 'journal that ends in the middle',
    wrong: 'supops was killed: what is not in the journal did not happen',
    edits: [cutAt(5)],
    outcome: 'inconclusive',
    findings: ['ApiErrorRateHigh: monitoring-blind', 'monitoring-blind'],
  },
];
