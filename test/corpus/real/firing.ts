import { databaseDown, expr, extraRule } from './monitoring.js';
import type { RealSituation } from './real.js';
import { allowing, expecting, ONLY_DATABASE_DOWN, recoversWithin } from './scenario.js';
import { edits, replace } from './text.js';

const DOWN = 'mysql_up == 0';

/** Whether the expected alert fires, as which, when, and what else does. */
export const FIRING: readonly RealSituation[] = [
  { name: 'real: right alert', wrong: 'nothing', outcome: 'passed', findings: [] },
  {
    name: 'real: wrong severity',
    wrong: 'the rule says `severity: page`',
    monitoring: databaseDown(replace('severity: critical', 'severity: page')),
    outcome: 'failed',
    findings: ['DatabaseDown: label-mismatch'],
  },
  {
    name: 'real: wrong label',
    wrong: 'the rule names another service; an inhibition that compares services then no longer holds',
    monitoring: databaseDown(replace('service: db', 'service: database')),
    outcome: 'failed',
    findings: ['DatabaseDown: label-mismatch', 'ContainerGone: not-inhibited'],
  },
  {
    name: 'real: expression that never matches',
    wrong: 'the rule compares with a value that the series never has',
    monitoring: databaseDown(expr('mysql_up == 2')),
    scenario: ONLY_DATABASE_DOWN,
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'real: exporter that lies',
    wrong: 'the rule asks whether the exporter answers: it does, while its database is dead',
    monitoring: databaseDown(expr('up{job="mysql"} == 0')),
    scenario: ONLY_DATABASE_DOWN,
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'real: pending only',
    wrong: 'the expression is true in every other evaluation: it never lasts as long as `for`',
    monitoring: databaseDown(expr(`min(${DOWN}) and on () (vector(time()) % 2 < 1)`)),
    scenario: ONLY_DATABASE_DOWN,
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'real: already firing',
    wrong: 'the rule is always true: what it says after the fault would prove nothing, so nothing is injected',
    monitoring: databaseDown(expr('min(mysql_up >= 0)')),
    outcome: 'not-steady',
    findings: ['not-steady'],
  },
  {
    name: 'real: early',
    wrong: 'the scenario says `notBefore: 5m`, which is 5 s at this speed; the message takes 3 s',
    scenario: expecting('notBefore: 5m'),
    outcome: 'failed',
    findings: ['DatabaseDown: early'],
  },
  {
    name: 'real: late',
    wrong:
      'the scenario asks for 65 s of a pipeline that needs 60 s at best, and more than that at any phase of scrape and evaluation',
    scenario: expecting('within: 65s'),
    outcome: 'failed',
    findings: ['DatabaseDown: late'],
  },
  {
    name: 'real: extra alert',
    wrong: 'a rule that nobody expects fires as well',
    monitoring: extraRule('ExporterComplains', DOWN, { severity: 'warning', layer: 'data' }),
    outcome: 'failed',
    findings: ['ExporterComplains: unexpected-alert'],
  },
  {
    name: 'real: extra alert that is allowed',
    wrong: 'nothing',
    monitoring: extraRule('ExporterComplains', DOWN, { severity: 'warning', layer: 'data' }),
    scenario: allowing('ExporterComplains'),
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'real: extra alert about the machine',
    wrong: 'nothing',
    monitoring: extraRule('HostComplains', DOWN, { severity: 'warning', layer: 'host' }),
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'real: two alerts of one name in two groups',
    wrong: 'another group fires the same name for another service',
    monitoring: extraRule('DatabaseDown', DOWN, { severity: 'critical', layer: 'data', service: 'replica' }),
    outcome: 'failed',
    findings: ['DatabaseDown: unexpected-alert'],
  },
  {
    name: 'real: not resolved',
    wrong: 'the rule also takes a database that was started lately for dead',
    get monitoring() {
      const since = Math.floor(Date.now() / 1_000);
      return databaseDown(expr(`min(${DOWN}) or max(container_start_time_seconds{service="db"} > ${since})`));
    },
    scenario: edits(ONLY_DATABASE_DOWN, recoversWithin('20s')),
    outcome: 'failed',
    findings: ['DatabaseDown: not-resolved'],
  },
];
