import { expect, test } from 'vitest';
import { makePipeline } from '../../stack/alerting/pipeline.js';
import { parseRuleFile } from '../../stack/alerting/rules.js';
import type { RuleState } from '../observe/prometheus.js';
import { expectation } from '../testing/journals.js';
import { withLoaded } from './loaded-rules.js';
import { planExpectations } from './plan.js';

const pipeline = makePipeline({
  prometheusYml: 'global: { scrape_interval: 1s, evaluation_interval: 1s }',
  rules: [parseRuleFile('rules.yml', 'groups: [{ name: g, rules: [{ alert: InFile, expr: up == 0, for: 2s }] }]')],
  deliveryMs: 0,
});
const loaded: RuleState = {
  group: 'elsewhere',
  file: '/etc/other/rules.yml',
  intervalMs: 5_000,
  name: 'OnlyLoaded',
  expr: 'up{job="x"} == 0',
  forMs: 10_000,
  keepFiringForMs: 0,
  health: 'ok',
  lastError: '',
  lastEvaluation: 0,
  labels: { severity: 'page' },
  annotations: {},
  alerts: [],
};

test('an alert that only Prometheus knows has a budget, from its rule as it is loaded', () => {
  const plan = (of: typeof pipeline) =>
    planExpectations({ expect: [expectation('OnlyLoaded')] }, { pipeline: of, production: pipeline, speed: 1 })[0];
  expect(plan(pipeline)?.budgetMs).toBeUndefined();
  const known = plan(withLoaded(pipeline, [loaded]));
  expect(known).toMatchObject({
    rule: { group: 'elsewhere', file: '/etc/other/rules.yml' },
    budgetMs: 1_000 + 5_000 + 10_000 + 1_000,
  });
});

test('rules that are in the files stay as they are written there', () => {
  expect(withLoaded(pipeline, [{ ...loaded, name: 'InFile' }])).toBe(pipeline);
});
