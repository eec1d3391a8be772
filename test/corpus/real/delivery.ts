import { kill, restart, silence, start, unsilence } from './acts.js';
import { injected, repaired } from './moments.js';
import { alertmanager, between } from './monitoring.js';
import type { RealSituation } from './real.js';
import { allowing, ONLY_DATABASE_DOWN } from './scenario.js';
import { edits, replace } from './text.js';

const ON_CALL = '    - receiver: on-call\n';

/** The routes of critical alerts, and receivers with one channel each. */
const byMailThenSlack = (mail: string) =>
  alertmanager(
    replace(
      / {4}- receiver: on-call\n {6}matchers:\n {8}- severity = "critical"\n/,
      [
        '    - receiver: mail-only',
        '      matchers:',
        '        - severity = "critical"',
        mail,
        '      group_wait: 10s',
        '      group_interval: 2m',
        '    - receiver: team',
        '      matchers:',
        '        - severity = "critical"',
        '',
      ].join('\n'),
    ),
    replace(
      'receivers:\n',
      [
        'receivers:',
        '  - name: mail-only',
        '    email_configs:',
        '      - to: on-call@supops.example',
        '        send_resolved: true',
        `        text: '{{ template "supops.email.text" . }}'`,
        '',
      ].join('\n'),
    ),
  );

/** Whether the message comes, and where. */
export const DELIVERY: readonly RealSituation[] = [
  {
    name: 'real: webhook failing',
    wrong: 'Slack answers 404',
    monitoring: alertmanager(replace('http://inbox:8025/slack', 'http://inbox:8025/nowhere')),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'real: mail refused',
    wrong: 'nobody listens at the port of the mail server',
    monitoring: alertmanager(replace('smtp_smarthost: inbox:1025', 'smtp_smarthost: inbox:1026')),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'real: template that does not exist',
    wrong: 'Slack’s title names a template that nobody defines: nothing is sent',
    monitoring: alertmanager(replace(`title: '{{ template "supops.title" . }}'`, `title: '{{ template "supops.titel" . }}'`)),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'real: message without marker',
    wrong: 'Slack’s text does not carry fingerprint and start of the alert',
    monitoring: alertmanager(
      replace(`text: '{{ template "supops.slack.text" . }}'`, `text: '{{ .CommonAnnotations.summary }}'`),
    ),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: receipt-unidentified'],
  },
  {
    name: 'real: silenced',
    wrong: 'a silence from yesterday',
    before: silence('DatabaseDown'),
    afterwards: unsilence,
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: silenced'],
  },
  {
    name: 'real: wrong receiver',
    wrong: 'critical alerts go to the team, who have no mail',
    monitoring: alertmanager(replace(ON_CALL, '    - receiver: team\n')),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: wrong-receiver'],
  },
  {
    name: 'real: route removed',
    wrong: 'there is no route for critical alerts: they go to the default receiver',
    monitoring: alertmanager(between('repeat_interval: 4m30s\n', '\nreceivers:', '')),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: wrong-receiver'],
  },
  {
    name: 'real: continue forgotten',
    wrong: 'the route to the mail ends the way to the one to Slack',
    monitoring: byMailThenSlack('      # continue: true'),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: wrong-receiver'],
  },
  {
    name: 'real: continue remembered',
    wrong: 'nothing: two routes, two receivers, both channels',
    monitoring: byMailThenSlack('      continue: true'),
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'real: resolution not delivered',
    wrong: 'Slack is configured with `send_resolved: false`',
    monitoring: alertmanager(
      replace(`channel: '#alerts'\n        send_resolved: true`, `channel: '#alerts'\n        send_resolved: false`),
    ),
    outcome: 'failed',
    findings: ['DatabaseDown: resolution-not-notified'],
  },
  {
    name: 'real: lost incident',
    wrong: 'the database dies twice within one group_interval of 20 s: of the second time nobody is told',
    monitoring: {
      alertmanager: replace('group_wait: 10s\n      group_interval: 2m', 'group_wait: 10s\n      group_interval: 20m'),
      rules: { 'availability.yml': replace(/(?<=alert: DatabaseDown\n(?: {8}.*\n){2}) {8}keep_firing_for: 4m\n/, '') },
    },
    scenario: (text) =>
      ONLY_DATABASE_DOWN(text)
        .replace(
          /target: .*\nfault: .*\n/,
          [
            'faults:',
            '  - { id: first, kind: kill, target: { service: db }, hold: true, for: 4s }',
            '  - { id: second, kind: kill, target: { service: db }, at: 11s, hold: true }',
            '',
          ].join('\n'),
        )
        .replace('    resolves: true\n', '    after: second\n'),
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'real: Alertmanager stopped',
    wrong: 'it dies with the fault in place: nothing is delivered, and it cannot be asked why',
    scenario: edits(ONLY_DATABASE_DOWN, allowing('TargetDown')),
    meanwhile: { when: injected, act: kill('alertmanager') },
    afterwards: start('alertmanager'),
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind'],
  },
  {
    name: 'real: inbox restarted',
    wrong: 'after the repair: what else it held is lost',
    meanwhile: { when: repaired, act: restart('inbox') },
    outcome: 'inconclusive',
    findings: ['ApiErrorRateHigh: monitoring-blind', 'ContainerGone: monitoring-blind'],
  },
];
