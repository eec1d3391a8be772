import { describe, expect, it } from 'vitest';
import { readPackageFile } from '../package-root.js';
import type { AlertRule } from './model.js';
import { makePipeline } from './pipeline.js';
import { parseAlertmanagerConfig } from './routes.js';
import { parseRuleFile } from './rules.js';

const PROMETHEUS = `global: { scrape_interval: 15s, evaluation_interval: 30s, external_labels: { stack: shop } }
scrape_configs:
  - { job_name: api, scrape_interval: 5s }
  - { job_name: db }
  - { job_name: slow, scrape_interval: 2m, scrape_timeout: 1m }
`;

/** Times of an alert with this expression, in seconds: scrape, timeout, evaluation, upstream. */
function secondsOf(expr: string, more = '', prometheusYml = PROMETHEUS): readonly number[] {
  const text = `groups:
  - name: first
    rules:
      - { record: 'early:api', expr: 'sum(rate(x{job="api"}[1m]))' }
      - { alert: Subject, expr: ${JSON.stringify(expr)} }
      - { record: 'late:api', expr: 'sum(rate(x{job="api"}[1m]))' }
  - name: other
    interval: 1m
    rules:
      - { record: 'other:db', expr: 'sum(x{job="db"})' }
      - { record: 'other:chain', expr: 'late:api + other:db' }
      - { record: 'other:self', expr: 'other:self or x{job="api"}' }
      - { alert: Held, expr: 'up{job="api"} == 0', for: 90s, keep_firing_for: 10s }
      - { alert: Long, expr: 'up{job="slow"} == 0', keep_firing_for: 5m }
${more}`;
  const rules = [parseRuleFile('r.yml', text)];
  expect(rules[0]?.problems).toEqual([]);
  const subject = rules[0]?.rules.find(({ name }) => name === 'Subject') as AlertRule;
  const times = makePipeline({ prometheusYml, rules, deliveryMs: 1_000 }).timesOf(subject);
  return [times.scrapeMs, times.scrapeTimeoutMs, times.evaluationMs, times.upstreamMs ?? 0].map((ms) => ms / 1_000);
}

describe('timesOf takes the longest scrape of the jobs that a rule reads:', () => {
  it.each([
    ['the one named', 'up{job="api"} == 0', [5, 5, 30, 0]],
    ['those that fit', 'up{job=~"api|db"} == 0', [15, 10, 30, 0]],
    ['those not excluded', 'up{job!="slow"} == 0', [15, 10, 30, 0]],
    ['those of both sides', 'rate(a{job="api"}[1m]) > 1 unless b{job="db"}', [15, 10, 30, 0]],
    ['all, without a job', 'mysql_up == 0', [120, 60, 30, 0]],
    ['all, for a job that is not in the configuration', 'up{job="elsewhere"} == 0', [120, 60, 30, 0]],
    ['none, without a selector', 'vector(1)', [0, 0, 30, 0]],
  ])('%s', (_, expr, seconds) => expect(secondsOf(expr)).toEqual(seconds));

  it('all, for an expression that cannot be parsed', () => {
    const broken = parseRuleFile('r.yml', 'groups: [{ name: g, rules: [{ alert: A, expr: "up{job=" }] }]')
      .rules[0] as AlertRule;
    const { scrapeMs } = makePipeline({ prometheusYml: PROMETHEUS, rules: [], deliveryMs: 0 }).timesOf(broken);
    expect(scrapeMs).toBe(120_000);
  });

  it('any, of a job whose series may carry any name', () =>
    expect(
      secondsOf('up{job="api"} == 0', '', PROMETHEUS.replace('job_name: slow,', 'job_name: slow, honor_labels: true,')),
    ).toEqual([120, 60, 30, 0]));

  it("Prometheus' default, without any job", () => expect(secondsOf('up == 0', '', '')).toEqual([60, 10, 60, 0]));
});

describe('timesOf follows rules', () => {
  it.each([
    ['a record of its group before it at once', 'early:api > 1', [5, 5, 30, 0]],
    ['a record of its group after it an evaluation later', 'late:api > 1', [5, 5, 30, 30]],
    ['a record of another group by its interval', 'other:db > 1', [15, 10, 30, 60]],
    ['records of records, adding up', 'other:chain > 1', [15, 10, 30, 90]],
    ['a record that reads itself, once', 'other:self > 1', [5, 5, 30, 60]],
    ['records by a pattern of their names', '{__name__=~"other:(db|chain)"} > 1', [120, 60, 30, 90]],
    ['an alert that is read as ALERTS, with its hold', 'ALERTS{alertname="Held",alertstate="firing"}', [5, 5, 30, 180]],
    ['an alert until it no longer keeps firing', 'ALERTS{alertname="Long"}', [120, 60, 30, 360]],
    ['every alert, if none is named', 'count(ALERTS) > 5', [120, 60, 30, 360]],
    ['no alert that is not in the rules', 'ALERTS{alertname="Nothing"}', [120, 60, 30, 0]],
  ])('%s', (_, expr, seconds) => expect(secondsOf(expr)).toEqual(seconds));
});

describe('makePipeline', () => {
  const alertmanager = parseAlertmanagerConfig('route: { receiver: a }\nreceivers: [{ name: a }]\n');
  const rules = [parseRuleFile('r.yml', "groups: [{ name: g, interval: 5m, rules: [{ record: 'a:b', expr: up }] }]")];

  it('holds its parts, and the longest of all jobs and groups', () =>
    expect(makePipeline({ prometheusYml: PROMETHEUS, rules, alertmanager, deliveryMs: 700 })).toEqual({
      rules,
      alertmanager,
      externalLabels: { stack: 'shop' },
      timesOf: expect.any(Function),
      times: { scrapeMs: 120_000, scrapeTimeoutMs: 60_000, evaluationMs: 300_000 },
      deliveryMs: 700,
      resendMs: 60_000,
    }));

  it("takes the group's own interval for a rule", () => {
    const own = parseRuleFile('r.yml', 'groups: [{ name: g, interval: 5m, rules: [{ alert: A, expr: up }] }]');
    const pipeline = makePipeline({ prometheusYml: PROMETHEUS, rules: [own], deliveryMs: 0 });
    expect(own.rules.map((rule) => pipeline.timesOf(rule).evaluationMs)).toEqual([300_000]);
  });

  it('has the same times for every rule of the reference stack that reads anything', async () => {
    const names = ['availability', 'meta', 'symptoms'];
    const files = await Promise.all(names.map((name) => readPackageFile(`stack/monitoring/rules/${name}.yml`)));
    const parsed = files.map((text, i) => parseRuleFile(`${names[i]}.yml`, text));
    const prometheusYml = await readPackageFile('stack/monitoring/prometheus.yml');
    const pipeline = makePipeline({ prometheusYml, rules: parsed, deliveryMs: 0 });
    const times = { scrapeMs: 15_000, scrapeTimeoutMs: 10_000, evaluationMs: 15_000 };
    for (const rule of parsed.flatMap((file) => file.rules))
      expect(pipeline.timesOf(rule), rule.name).toEqual(
        rule.name === 'Watchdog' ? { ...times, scrapeMs: 0, scrapeTimeoutMs: 0 } : times,
      );
    expect(pipeline.times).toEqual(times);
  });
});
