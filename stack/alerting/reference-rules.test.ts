import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Labels } from '../../core/labels.js';
import { packageRoot } from '../package-root.js';
import { holdOf } from './bounds.js';
import { compressAlertmanagerConfig, compressPrometheusConfig, compressRules } from './compress.js';
import { formatFloors } from './floors.js';
import type { AlertRule, PipelineTimes, Route } from './model.js';
import { parsePipelineTimes } from './prometheus-config.js';
import { channelsFor, inhibitionsOf, parseAlertmanagerConfig, routesFor } from './routes.js';
import { parseRuleFile } from './rules.js';
import { windowDrainOf } from './window-drain.js';
import { windowFillOf } from './window-fill.js';

const folder = new URL('stack/monitoring/', packageRoot());
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const ruleFiles = readdirSync(new URL('rules/', folder)).map((name) => ({ name, text: read(`rules/${name}`) }));
const prometheusYml = read('prometheus.yml');
const alertmanagerYml = read('alertmanager.yml');
const times = parsePipelineTimes(prometheusYml);
const routing = parseAlertmanagerConfig(alertmanagerYml);

const rulesAt = (speed: number): readonly AlertRule[] =>
  ruleFiles.flatMap(({ name, text }) => parseRuleFile(name, compressRules(text, speed, times).text).rules);
const timesAt = (speed: number) => parsePipelineTimes(compressPrometheusConfig(prometheusYml, speed, {}).text);

const CONTAINERS: readonly Labels[] = ['front', 'api', 'db', 'cache'].map((service) => ({ service, name: service }));

/** Labels that come with the series; the other alerts carry all of theirs in the rule. */
const SERIES_LABELS: Readonly<Record<string, readonly Labels[]>> = {
  TargetDown: ['mysql', 'containers', 'blackbox'].map((job) => ({ job, service: `${job}-exporter` })),
  ApiInstanceDown: [{ job: 'api', instance: 'api-1:3000', service: 'api' }],
  EventLoopLag: [{ instance: 'api-1:3000', service: 'api' }],
  ContainerGone: ['front', 'db', 'cache', 'visitors', 'inbox'].map((service) => ({
    service,
    name: service,
    job: 'containers',
  })),
  ContainerRestarted: CONTAINERS,
  ContainerCrashLooping: CONTAINERS,
  ContainerMemoryHigh: CONTAINERS,
  ContainerMemoryNearLimit: CONTAINERS,
  ContainerMemoryLeak: CONTAINERS,
  ContainerOomKilled: CONTAINERS,
  ContainerCpuHigh: CONTAINERS,
  ContainerCpuThrottled: CONTAINERS,
  AlertmanagerNotificationsFailing: [{ integration: 'email' }],
  PrometheusRuleFailures: [{ rule_group: 'availability' }],
  ConfigReloadFailed: ['prometheus', 'alertmanager'].map((service) => ({ service, job: service })),
  SiteProbeFailing: [{ service: 'front', job: 'site' }],
};

const alertsOf = (rule: AlertRule): readonly Labels[] =>
  (SERIES_LABELS[rule.name] ?? [{}]).map((labels) => ({ alertname: rule.name, stack: 'supops', ...labels, ...rule.labels }));

interface Muting {
  readonly source: AlertRule;
  readonly target: AlertRule;
}

const byName = (rules: readonly AlertRule[]) => new Map(rules.map((rule) => [rule.name, rule]));
const production = rulesAt(1);
const mutes = (source: AlertRule, target: AlertRule) =>
  alertsOf(target).some((t) => alertsOf(source).some((s) => inhibitionsOf(routing, t, s).length > 0));
const mutings: readonly Muting[] = production.flatMap((source) =>
  production.filter((target) => mutes(source, target)).map((target) => ({ source, target })),
);

/** Every speed up to where the floors are all reached, and some beyond. */
const SPEEDS = [1, 1.5, ...Array.from({ length: 69 }, (_, i) => i + 2), 89, 120, 121, 240, 360, 599, 600];

interface At {
  readonly speed: number;
  readonly times: PipelineTimes;
  readonly rules: ReadonlyMap<string, AlertRule>;
}
const compressed: readonly At[] = SPEEDS.map((speed) => ({ speed, times: timesAt(speed), rules: byName(rulesAt(speed)) }));
const at = ({ rules }: At, { name }: AlertRule) => rules.get(name) as AlertRule;

describe('the rules of the reference stack', () => {
  it('are these, each in a file without problems', () => {
    expect(ruleFiles.flatMap(({ name, text }) => parseRuleFile(name, text).problems)).toEqual([]);
    expect(production.map(({ name }) => name).sort()).toEqual([
      'AlertmanagerNotificationsFailing',
      'ApiDown',
      'ApiErrorBudgetFastBurn',
      'ApiErrorRateHigh',
      'ApiInstanceDown',
      'ApiLatencyHigh',
      'ApiTrafficGone',
      'CacheDown',
      'CacheEvicting',
      'CacheHitRateLow',
      'ConfigReloadFailed',
      'ContainerCpuHigh',
      'ContainerCpuThrottled',
      'ContainerCrashLooping',
      'ContainerGone',
      'ContainerMemoryHigh',
      'ContainerMemoryLeak',
      'ContainerMemoryNearLimit',
      'ContainerOomKilled',
      'ContainerRestarted',
      'DatabaseConnectionsSaturated',
      'DatabaseDown',
      'DatabaseLockContention',
      'DatabaseRefusingConnections',
      'DatabaseSlowQueries',
      'EventLoopLag',
      'FrontDown',
      'HostCpuHigh',
      'PrometheusNotConnectedToAlertmanager',
      'PrometheusRuleFailures',
      'SiteProbeFailing',
      'TargetDown',
      'Watchdog',
    ]);
  });

  it.each(production.map((rule) => [rule.name, rule] as const))('%s says how bad, where, what and what to do', (name, rule) => {
    expect(Object.keys(rule.labels)).toEqual(expect.arrayContaining(['severity', 'layer']));
    expect(rule.labels.severity).toMatch(/^(critical|warning|none)$/);
    expect(rule.annotations).toEqual({
      summary: expect.stringMatching(/\w/),
      description: expect.stringMatching(/\.$/),
      runbook_url: `https://github.com/supops/supops/blob/main/docs/runbooks/${name}.md`,
    });
    expect(existsSync(new URL(`docs/runbooks/${name}.md`, packageRoot()))).toBe(true);
  });
});

describe('what the reference stack mutes', () => {
  it('is this', () =>
    expect(mutings.map(({ source, target }) => `${source.name} → ${target.name}`)).toEqual([
      'DatabaseDown → TargetDown',
      'DatabaseDown → ContainerGone',
      'DatabaseDown → DatabaseConnectionsSaturated',
      'DatabaseDown → DatabaseRefusingConnections',
      'DatabaseDown → DatabaseSlowQueries',
      'DatabaseDown → DatabaseLockContention',
      'DatabaseDown → ApiErrorRateHigh',
      'DatabaseDown → ApiErrorBudgetFastBurn',
      'DatabaseDown → ApiLatencyHigh',
      'DatabaseDown → SiteProbeFailing',
      'ApiDown → ApiInstanceDown',
      'ApiDown → ApiErrorRateHigh',
      'ApiDown → ApiErrorBudgetFastBurn',
      'ApiDown → ApiLatencyHigh',
      'ApiDown → SiteProbeFailing',
      'CacheDown → ContainerGone',
      'FrontDown → ContainerGone',
      'FrontDown → ApiTrafficGone',
    ]));

  it('never crosses stacks', () => {
    expect(routing.inhibitions.every(({ equal }) => equal.includes('stack'))).toBe(true);
  });

  it('leaves the containers and targets of other services alone', () => {
    const source = { alertname: 'DatabaseDown', severity: 'critical', service: 'db', stack: 'supops' };
    const muted = (labels: Labels) =>
      inhibitionsOf(routing, { stack: 'supops', severity: 'warning', ...labels }, source).length > 0;
    expect(muted({ alertname: 'ContainerGone', service: 'db' })).toBe(true);
    expect(muted({ alertname: 'ContainerGone', service: 'cache' })).toBe(false);
    expect(muted({ alertname: 'TargetDown', service: 'exporter', job: 'containers' })).toBe(false);
    expect(muted({ alertname: 'Watchdog' })).toBe(false);
  });

  it('is still muted at every speed while its windows drain after the repair', () => {
    for (const state of compressed) {
      for (const { source, target } of mutings) {
        const { expr, keepFiringForMs } = at(state, target);
        const draining = windowDrainOf(expr).worstMs + keepFiringForMs;
        const needed = draining + state.times.scrapeMs + 2 * state.times.evaluationMs;
        const what = `${source.name} over ${target.name} at speed ${state.speed}`;
        expect(at(state, source).keepFiringForMs, what).toBeGreaterThanOrEqual(needed);
      }
    }
  });

  it('fires at every speed at least two evaluations after what mutes it', () => {
    for (const state of compressed) {
      const { evaluationMs } = state.times;
      for (const { source, target } of mutings) {
        const later = holdOf(at(state, target).forMs, evaluationMs) - holdOf(at(state, source).forMs, evaluationMs);
        expect(later, `${target.name} after ${source.name} at speed ${state.speed}`).toBeGreaterThanOrEqual(2 * evaluationMs);
      }
    }
  });
});

describe('compression of the reference stack', () => {
  it('keeps its floors', () => {
    for (const { speed, times: periods, rules } of compressed) {
      expect(Math.min(periods.scrapeMs, periods.evaluationMs), `at speed ${speed}`).toBeGreaterThanOrEqual(1_000);
      expect(periods.scrapeTimeoutMs, `at speed ${speed}`).toBeLessThanOrEqual(periods.scrapeMs);
      for (const { name, expr } of rules.values()) {
        const windowMs = windowFillOf(expr).worstMs;
        if (windowMs > 0) expect(windowMs, `${name} at speed ${speed}`).toBeGreaterThanOrEqual(4 * periods.scrapeMs);
      }
    }
  });

  it('never makes a drill slower than production', () => {
    for (const state of compressed) {
      for (const written of production) {
        const rule = at(state, written);
        expect(windowFillOf(rule.expr).worstMs).toBeLessThanOrEqual(windowFillOf(written.expr).worstMs);
        expect(rule.forMs).toBeLessThanOrEqual(written.forMs);
        expect(rule.keepFiringForMs).toBeLessThanOrEqual(written.keepFiringForMs);
      }
    }
  });

  it('keeps every line where it was, so that a place in the deployed file is one in the written file', () => {
    for (const { text } of ruleFiles)
      expect(compressRules(text, 60, times).text.split('\n').length).toBe(text.split('\n').length);
  });
});

describe('the floors that the reference stack meets', () => {
  const floorsAt = (speed: number) => [
    ...compressPrometheusConfig(prometheusYml, speed, {}).floors,
    ...ruleFiles.flatMap(({ text }) => compressRules(text, speed, times).floors),
    ...compressAlertmanagerConfig(alertmanagerYml, speed).floors,
  ];

  it('are reported in a short line', () => {
    expect(formatFloors(floorsAt(1))).toBe('');
    expect(formatFloors(floorsAt(60))).toBe(
      '22 ranges held at 4s, 4 keep_firing_for at 7s, evaluation_interval at 1s, scrape_interval at 1s, scrape_timeout at 1s, group_wait at 500ms',
    );
    expect(formatFloors(floorsAt(600))).toBe(
      '31 ranges held at 4s, 27 holds at 1s to 10s, 4 keep_firing_for at 7s, evaluation_interval at 1s, scrape_interval at 1s, scrape_timeout at 1s, 2 group_wait at 500ms',
    );
  });
});

describe('the routes of the reference stack', () => {
  it('have no problems, at any speed', () => {
    for (const speed of [1, 60, 600])
      expect(parseAlertmanagerConfig(compressAlertmanagerConfig(alertmanagerYml, speed).text).problems).toEqual([]);
  });

  it.each([
    ['critical', ['email', 'slack']],
    ['warning', ['slack']],
  ])('take a %s alert to %s', (severity, channels) =>
    expect([...channelsFor(routing, { alertname: 'X', severity })]).toEqual(channels),
  );

  it.each([
    ['slack', ['email']],
    ['email', ['slack']],
    ['webhook', ['slack']],
  ])('say by another channel that %s does not work', (integration, channels) =>
    expect([
      ...channelsFor(routing, { alertname: 'AlertmanagerNotificationsFailing', severity: 'warning', integration }),
    ]).toEqual(channels),
  );

  it('take the Watchdog to its own receiver only, and repeat it every five minutes', () => {
    const routes = routesFor(routing, { alertname: 'Watchdog', severity: 'none' });
    expect(routes.map(({ receiver }) => receiver)).toEqual(['watchdog']);
    const { repeatIntervalMs = 0, groupIntervalMs = 1 } = routes[0] ?? {};
    expect(Math.ceil(repeatIntervalMs / groupIntervalMs) * groupIntervalMs).toBe(300_000);
    expect(repeatIntervalMs % groupIntervalMs).toBe(groupIntervalMs / 2);
  });

  // Alertmanager looks at a group once in a group_interval, so it cannot repeat more often, and warns about routes that ask for it.
  it.each([1, 10, 60, 600])(
    'never repeat more often than they are looked at, at speed %s, and need no floor for it',
    (speed) => {
      const { text, floors } = compressAlertmanagerConfig(alertmanagerYml, speed);
      const all = (route: Route): readonly Route[] => [route, ...route.routes.flatMap(all)];
      const routes = all(parseAlertmanagerConfig(text).route);
      expect(routes).toHaveLength(4);
      for (const { receiver, repeatIntervalMs, groupIntervalMs } of routes)
        expect(repeatIntervalMs, receiver).toBeGreaterThanOrEqual(groupIntervalMs);
      expect(floors.filter(({ what }) => what === 'repeat_interval')).toEqual([]);
    },
  );

  it('give each service its own group, so that a second incident is a message of its own', () => {
    for (const severity of ['critical', 'warning'])
      expect(routesFor(routing, { severity })[0]?.groupBy).toEqual(['alertname', 'service', 'stack']);
  });
});
