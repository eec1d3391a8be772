import { describe, expect, it } from 'vitest';
import { makePipeline } from '../../stack/alerting/pipeline.js';
import { parseAlertmanagerConfig } from '../../stack/alerting/routes.js';
import { parseRuleFile } from '../../stack/alerting/rules.js';
import { expectation, scenario } from '../testing/journals.js';
import { planWatch } from './plan-watch.js';

const RULES = (unit: string) =>
  parseRuleFile(
    'rules.yml',
    `groups:
  - name: all
    rules:
      - { alert: Watchdog, expr: vector(1), labels: { severity: none } }
      - { alert: Quick, expr: up == 0, for: 10${unit} }
      - { alert: Slow, expr: 'sum(rate(errors_total[60${unit}])) > 1', for: 10${unit} }
      - { alert: HostBusy, expr: up == 0, for: 900${unit}, labels: { layer: host } }
`,
  );
const ROUTES = (unit: string) =>
  parseAlertmanagerConfig(`route: { receiver: inbox, group_interval: 1${unit}, repeat_interval: 4${unit} }
receivers: [{ name: inbox, webhook_configs: [{ url: "http://inbox/" }] }]
`);
const pipelineIn = (unit: string) =>
  makePipeline({
    prometheusYml: `global: { scrape_interval: 1${unit}, evaluation_interval: 1${unit}, scrape_timeout: 1s }`,
    rules: [RULES(unit)],
    alertmanager: ROUTES(unit),
    deliveryMs: 0,
    resendMs: unit === 's' ? 5_000 : 60_000,
  });
const SYSTEM = { pipeline: pipelineIn('s'), production: pipelineIn('m'), speed: 60 };
const plan = (more: Parameters<typeof scenario>[0]) => planWatch(scenario({ allow: [], ...more }), SYSTEM);

describe('how long a run watches', () => {
  it('is not said if the scenario expects something and forbids nothing', () => {
    expect(plan({ expect: [expectation('Quick')] })).toEqual({ silences: [], forbidden: [] });
  });

  it('is the longest ceiling of all rules and a second if nothing may fire; rules about the machine do not count', () => {
    expect(plan({ expect: [] }).watchMs).toBe(72_000 + 1_000);
  });

  it('need not wait for an alert that is allowed', () => {
    expect(plan({ expect: [], allow: ['Slow'] }).watchMs).toBe(12_000 + 1_000);
  });

  it('is the ceiling of what is forbidden if something else is expected', () => {
    const { watchMs, forbidden } = plan({ expect: [expectation('Slow')], forbid: ['Quick'] });
    expect(watchMs).toBe(13_000);
    expect(forbidden).toMatchObject([{ alert: 'Quick', rule: { group: 'all' } }]);
  });

  it('is what the scenario says, in production time', () => {
    expect(plan({ expect: [], watchMs: 600_000 }).watchMs).toBe(10_000);
    expect(plan({ expect: [expectation('Quick')], watchMs: 600_000 }).watchMs).toBe(10_000);
  });
});

it('a silence has the bounds of its route, and a budget', () => {
  const silence = { id: 'Watchdog', alert: 'Watchdog', line: 1, column: 1 };
  const [planned] = plan({ expect: [], silences: [silence] }).silences;
  expect(planned).toEqual({
    expectation: silence,
    bounds: {
      inForce: { floorMs: 5_000, ceilingMs: 30_000, periodMs: 5_000, expiryMs: 20_000 },
      production: { floorMs: 300_000, ceilingMs: 840_000, periodMs: 300_000, expiryMs: 240_000 },
    },
    budgetMs: 31_000,
  });
  const unknown = { id: 'Nobody', alert: 'Nobody', line: 1, column: 1 };
  expect(plan({ expect: [], silences: [unknown] }).silences).toEqual([{ expectation: unknown }]);
});
