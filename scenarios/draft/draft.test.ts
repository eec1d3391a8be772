import { describe, expect, test } from 'vitest';
import { pipelinesAt } from '../../stack/alerting/pipelines.js';
import { referenceAsShipped } from '../../stack/supervised/as-shipped.js';
import { loadScenario } from '../language/load.js';
import { draftScenarios } from './draft.js';
import { rulesFromPrometheus } from './from-prometheus.js';
import { guessService, scenarioName } from './guess.js';

const shipped = await referenceAsShipped();

describe('a draft', () => {
  test.each(draftScenarios(shipped).map((draft) => [draft.name, draft] as const))(
    'of %s is a valid scenario',
    (name, { text }) => {
      expect(loadScenario('draft.yaml', text, shipped).problems).toEqual([]);
      expect(loadScenario('draft.yaml', text, shipped).scenario?.name).toBe(name);
      expect(text).toMatch(/^# yaml-language-server: \$schema=https:\S+\/scenario\.schema\.json\n/);
    },
  );

  test('exists for each rule that series can make fire, under a name of its own', () => {
    const names = draftScenarios(shipped).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('database-down');
    expect(names).not.toContain('watchdog');
  });

  test('says what the rule, its routes and its inhibitions imply', () => {
    const known = { services: ['front', 'cache'], ...pipelinesAt(FILES, 1) };
    const [draft] = draftScenarios(known, 'CacheDown');
    const text = draft?.text ?? '';
    expect(
      text.replace(/^# {3}.*kill.*\n(# {3}.*\n)*/m, '#   …\n'),
    ).toBe(`# yaml-language-server: $schema=https://raw.githubusercontent.com/supops/supops/main/scenarios/language/scenario.schema.json
# A starting point for CacheDown (group g), which fires once this has held for 1m:
#   memcached_up == 0
# Replace what is broken by what makes this true. Then check the file with \`supops lint\`, and see with \`supops incident show\` what it does.
scenario: cache-down
title: "The cache: gone"

# The victim is a guess from the rule. Known services:
#   front, cache
target: { service: cache }
# Kinds of fault, each explained in docs/faults:
#   …
fault: { kind: kill, hold: true }

expect:
  - alert: CacheDown
    labels: { severity: warning } # as the rule sets them
    notified: [slack] # as it is routed: to team
    # resolves: true   # its receiver does not say so on every channel (send_resolved)
    # The rule implies 1m at least and 6m30s at most, in production. To be stricter:
    # within: 6m30s
  # What it mutes can be expected too:
  # - { alert: Slow, inhibitedBy: CacheDown }

# May fire or be muted, and never decides. Any other alert that fires fails the run.
allow: [Slow]
`);
    expect(loadScenario('draft.yaml', text, known).problems).toEqual([]);
  });

  test('of rules from a Prometheus, and of hostile ones, is valid too', () => {
    const rule = {
      group: 'a\nb: # "c"',
      file: '/rules.yml',
      intervalMs: 15_000,
      expr: 'up == 0 # {{ : "\n  and on () y',
      forMs: 60_000,
      keepFiringForMs: 0,
      health: 'ok' as const,
      lastError: '',
      lastEvaluation: 0,
      annotations: { summary: 'a: "b" # {c', runbook_url: 'https://x/docs/runbooks/../../etc.md' },
      alerts: [],
    };
    const rules = rulesFromPrometheus([
      { ...rule, name: 'true', labels: { severity: 'no: yes', service: '{{ $labels.x }}' } },
      { ...rule, name: 'true', labels: { severity: 'critical' } },
      { ...rule, name: 'Ünïcode:alert', labels: {} },
    ]);
    const { pipeline } = pipelinesAt({ ...FILES, rules: [] }, 1);
    const { alertmanager: _, ...silent } = pipeline;
    const production = { ...silent, rules };
    const known = { services: ['db'], pipeline: production, production };
    const drafts = draftScenarios(known);
    expect(drafts.map(({ name }) => name)).toEqual(['true', 'true-critical', 'n-code-alert']);
    for (const { text } of drafts) expect(loadScenario('draft.yaml', text, known).problems).toEqual([]);
  });
});

const FILES = {
  prometheusYml: 'global: { scrape_interval: 15s, evaluation_interval: 15s }\n',
  rules: [
    {
      file: 'r.yml',
      text: `groups:
  - name: g
    rules:
      - alert: CacheDown
        expr: memcached_up == 0
        for: 1m
        labels: { severity: warning }
        annotations: { summary: 'The cache: gone' }
      - { alert: Slow, expr: x > 1 }
`,
    },
  ],
  alertmanager: {
    file: 'a.yml',
    text: `route: { receiver: team }
receivers: [{ name: team, slack_configs: [{ channel: x }] }]
inhibit_rules: [{ source_matchers: [alertname = "CacheDown"], target_matchers: [alertname = "Slow"] }]
`,
  },
};

test.each([
  ['ApiErrorRateHigh', 'api-error-rate-high'],
  ['HTTPServerDown', 'http-server-down'],
  ['node:load:high', 'node-load-high'],
  ['___', 'scenario'],
])('%s names a scenario %s', (alert, name) => {
  expect(scenarioName(alert)).toBe(name);
});

test('the victim is guessed by label, selector, name', () => {
  const rule = {
    file: '',
    line: 1,
    column: 1,
    group: '',
    name: 'X',
    expr: 'up',
    labels: {},
    forMs: 0,
    keepFiringForMs: 0,
    annotations: {},
  };
  const services = ['front', 'api', 'db'];
  expect(guessService({ ...rule, labels: { service: 'api' } }, services)).toBe('api');
  expect(guessService({ ...rule, expr: 'up{job="db"}' }, services)).toBe('db');
  expect(guessService({ ...rule, name: 'DatabaseSlow' }, services)).toBe('db');
  expect(guessService(rule, services)).toBe('front');
});
