import { describe, expect, it } from 'vitest';
import { makePipeline } from '../../stack/alerting/pipeline.js';
import { parseAlertmanagerConfig } from '../../stack/alerting/routes.js';
import { parseRuleFile } from '../../stack/alerting/rules.js';
import { bounds } from '../testing/journals.js';
import { budgetOf, detectionBoundsOf, resolutionBoundsOf, rulesOf } from './bounds.js';

const rules = [
  parseRuleFile(
    'rules.yml',
    `groups:
  - name: one
    rules:
      - { alert: Down, expr: up == 0, for: 1m, labels: { severity: critical } }
      - { alert: Down, expr: up == 0, for: 5m, labels: { severity: warning } }
      - { alert: Slow, expr: up == 0, for: 20s, labels: { severity: '{{ $labels.severity }}' } }
`,
  ),
];
const alertmanager = parseAlertmanagerConfig(`route:
  receiver: mail
  group_wait: 30s
  group_interval: 5m
  routes:
    - { receiver: chat, matchers: [severity = "critical"], group_wait: 10s, group_interval: 1m, continue: true }
    - { receiver: mail, matchers: [severity = "critical"] }
receivers:
  - { name: mail, email_configs: [{ to: a@b, send_resolved: true }] }
  - { name: chat, slack_configs: [{ channel: x, send_resolved: true }] }
`);
const config = makePipeline({
  prometheusYml: 'global: { scrape_interval: 15s, evaluation_interval: 15s }',
  rules,
  alertmanager,
  deliveryMs: 1_000,
});
const down = { alert: 'Down', labels: { severity: 'critical' }, notified: [] };

describe('the bounds of an expectation', () => {
  it('are those of the rule that can produce the expected labels', () => {
    expect(rulesOf(down, rules).map(({ forMs }) => forMs)).toEqual([60_000]);
    expect(rulesOf({ alert: 'Down', labels: { severity: 'page' } }, rules)).toHaveLength(2);
    expect(rulesOf({ alert: 'Slow', labels: { severity: 'critical' } }, rules)).toHaveLength(1);
    expect(detectionBoundsOf({ ...down, labels: {} }, config)?.floorMs).toBe(60_000);
    expect(detectionBoundsOf({ ...down, alert: 'Up' }, config)).toBeUndefined();
  });

  it('end at firing if nothing is to be notified', () => {
    expect(detectionBoundsOf(down, config)).toMatchObject({ floorMs: 60_000, ceilingMs: 90_000 });
  });

  it('are those of the slowest of the expected channels', () => {
    expect(detectionBoundsOf({ ...down, notified: ['slack'] }, config)?.ceilingMs).toBe(90_000 + 60_000 + 1_000);
    expect(detectionBoundsOf({ ...down, notified: ['slack', 'email'] }, config)?.ceilingMs).toBe(90_000 + 300_000 + 1_000);
    expect(detectionBoundsOf({ ...down, notified: ['email', 'slack'] }, config)?.ceilingMs).toBe(90_000 + 300_000 + 1_000);
  });

  it('are those of the first route if none has the channel: it is up to the run to find what is not delivered', () => {
    expect(detectionBoundsOf({ ...down, notified: ['webhook'] }, config)?.ceilingMs).toBe(90_000 + 60_000 + 1_000);
  });
});

describe('the bounds of the recovery', () => {
  it('are those of the slowest of the expected channels too', () => {
    const ceiling = (notified: readonly string[]) => resolutionBoundsOf({ ...down, notified }, config)?.ceilingMs ?? 0;
    expect(ceiling(['slack', 'email']) - ceiling(['slack'])).toBe(300_000 - 60_000);
    expect(ceiling([])).toBeLessThan(ceiling(['slack']));
  });
});

describe('the budget of an expectation', () => {
  const both = { inForce: bounds(1_000, 9_000), production: bounds(60_000, 300_000) };

  it('is the ceiling in force plus one second', () => {
    expect(budgetOf({}, 60, both)).toBe(10_000);
    expect(budgetOf({}, 60, undefined)).toBeUndefined();
  });

  it('is `within`, shrunk as the alert’s own ceiling was, and never more than written', () => {
    expect(budgetOf({ withinMs: 100_000 }, 60, both)).toBe(3_000);
    expect(budgetOf({ withinMs: 60_000 }, 60, undefined)).toBe(1_000);
    expect(budgetOf({ withinMs: 60_000 }, 1, { inForce: bounds(1, 2_000), production: bounds(1, 1_000) })).toBe(60_000);
  });
});
