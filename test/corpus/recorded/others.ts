import { fingerprintOf, fires, message, sampled } from './alert-edits.js';
import { add, after } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { allowing } from './run-edits.js';

const CACHE_DOWN = { severity: 'warning', layer: 'data', service: 'cache' };

/** Alerts that nobody expects. */
export const OTHERS: readonly RecordedSituation[] = [
  {
    name: 'extra alert',
    wrong: 'a second alert fires that is neither expected nor allowed',
    edits: [fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [3, 12] })],
    outcome: 'failed',
    findings: ['CacheDown: unexpected-alert'],
  },
  {
    name: 'extra alert that is allowed',
    wrong: 'nothing: an allowed alert never decides',
    edits: [allowing('CacheDown'), fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [3, 12] })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'extra alert about the machine',
    wrong: 'nothing: alerts with `layer: host` are about the machine, not about the stack',
    edits: [fires({ alert: 'HostCpuHigh', labels: { severity: 'warning', layer: 'host' }, fires: [3, 12] })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'extra alert between two looks',
    wrong: 'only the raw samples show it',
    edits: [sampled('CacheDown', CACHE_DOWN, [3, 3])],
    outcome: 'failed',
    findings: ['CacheDown: unexpected-alert'],
  },
  {
    name: 'extra alert after the repair',
    wrong: 'the recovery belongs to the run',
    edits: [fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [9, 12] })],
    outcome: 'failed',
    findings: ['CacheDown: unexpected-alert'],
  },
  {
    name: 'extra alert that was there before',
    wrong: 'nothing: it was active when the fault was injected',
    edits: [
      add(-0.13, {
        type: 'baseline',
        alerts: [{ alertname: 'CacheDown', labels: { alertname: 'CacheDown', ...CACHE_DOWN } }],
      }),
      sampled('CacheDown', CACHE_DOWN, [0, 16]),
    ],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'extra alert that is only pending',
    wrong: 'nothing: pending is not firing',
    edits: [
      add(3, {
        type: 'alert',
        group: 'availability',
        alertname: 'CacheDown',
        labels: { alertname: 'CacheDown', ...CACHE_DOWN },
        state: 'pending',
        activeAt: after(2.9),
      }),
    ],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'extra alert, muted throughout',
    wrong: 'nothing: an inhibition muted it, and no message came',
    edits: [fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [4, 12], inhibitedBy: ['DatabaseDown'] })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'extra alert, muted and yet notified',
    wrong: 'it was inhibited while somebody looked, but a message of it came',
    edits: [
      fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [4, 12], inhibitedBy: ['DatabaseDown'] }),
      message(5, {
        channel: 'slack',
        alerts: [
          {
            status: 'firing',
            alertname: 'CacheDown',
            fingerprint: fingerprintOf({ alertname: 'CacheDown', ...CACHE_DOWN }),
            startsAt: new Date(after(4)).toISOString(),
          },
        ],
      }),
    ],
    outcome: 'failed',
    findings: ['CacheDown: unexpected-alert'],
  },
];
