import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../core/problem.js';
import { makePipeline } from '../../stack/alerting/pipeline.js';
import { parseRuleFile } from '../../stack/alerting/rules.js';
import { loadScenario } from './load.js';

const RULES = 'groups: [{ name: g, rules: [{ alert: DatabaseDown, expr: mysql_up == 0 }] }]';
const PIPELINE = makePipeline({ prometheusYml: '', rules: [parseRuleFile('rules.yml', RULES)], deliveryMs: 0 });
const KNOWN = {
  services: ['front', 'api', 'db'],
  published: ['front', 'prometheus'],
  pipeline: PIPELINE,
  production: PIPELINE,
};

const BASE = `scenario: db-down
title: The database is gone
target: { service: db }
fault: { kind: kill }
expect: [{ alert: DatabaseDown }]
`;

const load = (more: string) => loadScenario('my.yaml', `${BASE}${more}`, KNOWN);
const problems = (more: string) => load(more).problems.map(formatProblem);

describe('the course of a run', () => {
  it('is loaded in full', () => {
    const { scenario, problems: found } = load(`steadyState:
  conditions:
    - http: { path: / }
    - promql: { query: 'sum(up)', equals: 2, tolerance: 0.5 }
    - alerts: none
abort:
  - unless: { http: { path: /healthz, service: prometheus, status: 204, within: 500ms } }
  - when: { promql: { query: vector(1), min: 5 } }
exclusive: true
remediate:
  - undo: kill-db
  - restart: { service: api, instances: one }
  - admin: { service: api, command: [clear] }
  - wait: { for: { resolved: DatabaseDown }, within: 30s }
  - undo: all
recover:
  within: 20s
  conditions: [{ promql: { query: up, min: 1 } }]
`);
    expect(found).toEqual([]);
    expect(scenario).toMatchObject({
      steadyState: {
        minRequests: 30,
        minGoodRatio: 0.99,
        conditions: [
          { kind: 'http', service: 'front', path: '/', status: 200, withinMs: 2_000 },
          { kind: 'promql', query: 'sum(up)', equals: 2, tolerance: 0.5 },
          { kind: 'quiet' },
        ],
      },
      abort: [
        { on: 'unless', condition: { kind: 'http', service: 'prometheus', path: '/healthz', status: 204, withinMs: 500 } },
        { on: 'when', condition: { kind: 'promql', query: 'vector(1)', min: 5 } },
      ],
      exclusive: true,
      remediate: [
        { kind: 'undo', fault: 'kill-db' },
        { kind: 'restart', target: { service: 'api', instances: 1 } },
        { kind: 'admin', target: { service: 'api', instances: 'all' }, command: ['clear'] },
        { kind: 'wait', condition: { kind: 'resolved', alert: 'DatabaseDown' }, withinMs: 30_000 },
        { kind: 'undo' },
      ],
      recoverWithinMs: 20_000,
      recoverConditions: [{ kind: 'promql', query: 'up', min: 1 }],
    });
  });

  it('is absent if the file says nothing about it', () => {
    const { scenario } = load('');
    expect(Object.keys(scenario ?? {})).not.toEqual(expect.arrayContaining(['abort', 'exclusive', 'remediate']));
    expect(scenario?.steadyState).toEqual({ minRequests: 30, minGoodRatio: 0.99 });
  });

  it('shows every problem at its place', () => {
    expect(
      problems(`steadyState:
  conditions:
    - {}
    - { alerts: none, resolved: DatabaseDown }
    - http: { path: products }
    - http: { path: /, service: api }
    - http: { path: /, service: frnt }
    - promql: { query: 'sum(up' , min: 1 }
    - promql: { query: up }
    - promql: { query: up, equals: 1, min: 0 }
    - promql: { query: up, tolerance: 1, max: 2 }
    - promql: { query: up, min: 3, max: 2 }
    - resolved: DatabseDown
    - htp: { path: / }
`),
    ).toEqual([
      'my.yaml:8:7: steadyState.conditions[0]: expected exactly one of http, promql, alerts or resolved [invalid-value]',
      'my.yaml:9:7: steadyState.conditions[1]: expected exactly one of http, promql, alerts or resolved [invalid-value]',
      'my.yaml:10:21: steadyState.conditions[2].http.path: expected a path that starts with /, such as /api/products [invalid-value]',
      'my.yaml:11:33: service "api" is not published; those that are: front, prometheus [unpublished-service]',
      'my.yaml:12:33: unknown service "frnt", did you mean "front"? [unknown-service]',
      'my.yaml:13:24: this is not PromQL: it ends too early [promql-syntax]',
      'my.yaml:14:15: nothing says which values will do: give `equals`, `min` or `max` [missing-key]',
      'my.yaml:15:39: `min` contradicts `equals`: use `tolerance` [contradiction]',
      'my.yaml:16:28: `tolerance` belongs to `equals` [contradiction]',
      'my.yaml:17:28: cannot hold: `min` (3) is above `max` (2) [contradiction]',
      'my.yaml:18:17: unknown alert "DatabseDown", did you mean "DatabaseDown"? [unknown-alert]',
      'my.yaml:19:7: unknown key "htp", did you mean "http"? [unknown-key]',
    ]);
  });

  it('has steps and abort conditions that mean one thing each', () => {
    expect(
      problems(`abort:
  - { when: { alerts: none }, unless: { http: { path: / } } }
  - unless: { resolved: DatabaseDown }
remediate:
  - undo: kill-bd
  - restart: { service: apii }
  - admin: { service: api }
  - { undo: all, wait: { for: { alerts: none } } }
  - wait: { within: 5 }
recover: { conditions: [{ promql: { query: '', min: 1 } }] }
`),
    ).toEqual([
      'my.yaml:7:5: abort[0]: expected exactly one of when or unless [invalid-value]',
      'my.yaml:7:15: `alerts` cannot end a run: a run is there to see alerts fire [contradiction]',
      'my.yaml:8:15: `resolved` cannot end a run: a run is there to see alerts fire [contradiction]',
      'my.yaml:10:11: unknown fault "kill-bd", did you mean "kill-db"? [unknown-fault]',
      'my.yaml:11:25: unknown service "apii", did you mean "api"? [unknown-service]',
      'my.yaml:12:12: "command" is missing: What is added to the command that the instances declare [missing-key]',
      'my.yaml:13:5: remediate[3]: expected exactly one of undo, restart, admin or wait [invalid-value]',
      'my.yaml:14:11: "for" is missing: What to wait for [missing-key]',
      'my.yaml:14:21: remediate[4].wait.within: expected a duration such as 1m30s, found the number 5 [invalid-duration]',
      'my.yaml:15:44: recover.conditions[0].promql.query: must not be empty [invalid-value]',
    ]);
  });
});
