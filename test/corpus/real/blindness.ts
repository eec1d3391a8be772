import { kill, start } from './acts.js';
import { injected, mailed, steady } from './moments.js';
import { alertmanager, databaseDown, expr } from './monitoring.js';
import type { RealSituation } from './real.js';
import { allowing, ONLY_DATABASE_DOWN, recoversWithin } from './scenario.js';
import { edits, replace } from './text.js';

/** What cannot be seen, and what spoils a run. */
export const BLINDNESS: readonly RealSituation[] = [
  {
    name: 'real: series absent',
    wrong: 'the rule reads a series that nobody exposes: nothing is injected',
    monitoring: databaseDown(expr('min(mysql_upp == 0)')),
    scenario: ONLY_DATABASE_DOWN,
    outcome: 'inconclusive',
    findings: ['DatabaseDown: series-absent'],
  },
  {
    name: 'real: rule unhealthy',
    wrong: 'the expression makes two series the same, and fails at every evaluation',
    monitoring: databaseDown(
      expr('label_replace(label_replace(up, "instance", "", "", ""), "job", "", "", "") == 0 or mysql_up == 0'),
    ),
    // That a rule fails is an alert of its own.
    scenario: edits(ONLY_DATABASE_DOWN, allowing('PrometheusRuleFailures')),
    outcome: 'inconclusive',
    findings: ['DatabaseDown: rule-unhealthy'],
  },
  {
    name: 'real: exporter stopped in mid-run',
    wrong: 'the rule has no other source',
    monitoring: databaseDown(expr('min(mysql_up == 0)')),
    scenario: edits(ONLY_DATABASE_DOWN, allowing('TargetDown')),
    meanwhile: { when: steady, act: kill('mysqld-exporter') },
    afterwards: start('mysqld-exporter'),
    outcome: 'inconclusive',
    findings: ['DatabaseDown: series-absent'],
  },
  {
    name: 'real: Prometheus stopped in mid-run',
    wrong: 'it dies with the fault in place, and stays dead',
    scenario: edits(ONLY_DATABASE_DOWN, recoversWithin('20s')),
    meanwhile: { when: injected, act: kill('prometheus') },
    afterwards: start('prometheus'),
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind', 'monitoring-blind'],
  },
  {
    name: 'real: victim started by somebody else',
    wrong: 'the database runs again while the run waits for Slack, which answers 404',
    monitoring: alertmanager(replace('http://inbox:8025/slack', 'http://inbox:8025/nowhere')),
    scenario: edits(ONLY_DATABASE_DOWN, allowing('AlertmanagerNotificationsFailing')),
    meanwhile: { when: mailed, act: start('db') },
    outcome: 'inconclusive',
    findings: ['DatabaseDown: not-notified', 'victim-replaced'],
  },
  {
    name: 'real: load source lost',
    wrong: 'the visitors die in mid-run: nobody knows whether users can work again',
    scenario: edits(ONLY_DATABASE_DOWN, allowing('ApiTrafficGone'), recoversWithin('20s')),
    meanwhile: { when: mailed, act: kill('visitors') },
    afterwards: start('visitors'),
    outcome: 'inconclusive',
    findings: ['load-lost'],
  },
];
