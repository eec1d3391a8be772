import { formatProblem } from '../../core/problem.js';
import { makePipeline } from '../../stack/alerting/pipeline.js';
import { parseAlertmanagerConfig } from '../../stack/alerting/routes.js';
import { parseRuleFile } from '../../stack/alerting/rules.js';
import type { Known } from '../language/known.js';
import { loadScenario } from '../language/load.js';

export const RULES = parseRuleFile(
  'rules.yml',
  `groups:
  - name: availability
    rules:
      - alert: DatabaseDown
        expr: mysql_up == 0
        for: 75s
        labels: { severity: critical, service: db }
      - alert: ApiErrorRateHigh
        expr: vector(1)
        labels: { severity: warning }
      - alert: SiteProbeFailing
        expr: vector(1)
        labels: { severity: warning }
`,
);
export const ALERTMANAGER = parseAlertmanagerConfig(`route: { receiver: team, group_wait: 30s }
receivers: [{ name: team, email_configs: [{ to: a@b }], slack_configs: [{ channel: x }] }]
`);
export const PIPELINE = makePipeline({
  prometheusYml: 'global: { scrape_interval: 15s, scrape_timeout: 10s, evaluation_interval: 15s }',
  rules: [RULES],
  alertmanager: ALERTMANAGER,
  deliveryMs: 500,
});
/** A system to check scenarios against. */
export const KNOWN: Known = { services: ['front', 'api', 'db', 'cache'], pipeline: PIPELINE, production: PIPELINE };

/** A scenario without a problem. */
export const GOOD = `scenario: db-down
title: The database is gone
target: { service: db }
fault: { kind: kill, hold: true }
expect:
  - alert: DatabaseDown
    labels: { severity: critical, service: db }
    notified: [email, slack]          # fires within the ceiling, unless \`within:\` says more or less
    resolves: true
  - alert: ApiErrorRateHigh
    inhibitedBy: DatabaseDown
allow: [SiteProbeFailing]             # may fire or be muted; never decides
runbook: docs/runbooks/DatabaseDown.md
`;

/** Loads a text as the file `my.yaml`. */
export const load = (text: string, known = KNOWN) => loadScenario('my.yaml', text, known);
/** Its problems as lines. */
export const problems = (text: string, known = KNOWN) => load(text, known).problems.map(formatProblem);
/** The problems of the good file with one line replaced. */
export const changed = (from: string | RegExp, to: string, known = KNOWN) => problems(GOOD.replace(from, to), known);
