import { alertmanager, databaseDown, expr, inRule } from './monitoring.js';
import type { RealSituation } from './real.js';
import { replace } from './text.js';

const BY_DATABASE_DOWN = /(?<=alertname = "DatabaseDown"\n {4}target_matchers:\n) {6}- alertname =~ "ApiErrorRateHigh.*\n/;
const exceptErrors = replace(BY_DATABASE_DOWN, '      - alertname =~ "ApiLatencyHigh|SiteProbeFailing"\n');
const byWatchdog = (alert: string) =>
  replace(
    'inhibit_rules:\n',
    [
      'inhibit_rules:',
      '  - source_matchers:',
      '      - alertname = "Watchdog"',
      '    target_matchers:',
      `      - alertname = "${alert}"`,
      '    equal: [stack]',
      '',
    ].join('\n'),
  );

/** Alerts that mute, and are muted. */
export const MUTING: readonly RealSituation[] = [
  {
    name: 'real: inhibited',
    wrong: 'an alert that always fires mutes the one that must wake people',
    monitoring: alertmanager(byWatchdog('DatabaseDown')),
    outcome: 'failed',
    findings: ['DatabaseDown: inhibited', 'DatabaseDown: not-notified'],
  },
  {
    name: 'real: inhibited by the wrong alert',
    wrong: 'the symptom is muted, but not by its cause',
    monitoring: alertmanager(exceptErrors, byWatchdog('ApiErrorRateHigh')),
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: wrong-inhibitor'],
  },
  {
    name: 'real: not inhibited',
    wrong: 'nothing mutes the symptom',
    monitoring: alertmanager(exceptErrors),
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: not-inhibited'],
  },
  {
    name: 'real: muted, and never fired',
    wrong: 'the symptom’s rule asks for more than 100 %: what never fired was muted by nothing',
    monitoring: { rules: { 'symptoms.yml': inRule('ApiErrorRateHigh', replace('> 0.05', '> 1.05')) } },
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: not-fired'],
  },
  {
    name: 'real: slipped out after the repair',
    wrong: 'the cause resolves at once, and the symptom’s window of 15 s drains for long after',
    monitoring: {
      rules: {
        'availability.yml': inRule('DatabaseDown', replace('        keep_firing_for: 4m\n', '')),
        'symptoms.yml': inRule('ApiErrorRateHigh', (text) => text.replaceAll('[2m]', '[15m]')),
      },
    },
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: slipped-out'],
  },
  {
    name: 'real: inhibitor that never fires',
    wrong: 'without its cause nothing mutes the symptoms',
    monitoring: databaseDown(expr('mysql_up == 2')),
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired', 'ApiErrorRateHigh: not-inhibited', 'ContainerGone: not-inhibited'],
  },
];
