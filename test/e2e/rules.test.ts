import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Labels } from '../../core/labels.js';
import { compressAlertmanagerConfig, compressPrometheusConfig, compressRules } from '../../stack/alerting/compress.js';
import { parsePipelineTimes } from '../../stack/alerting/prometheus-config.js';
import { parseAlertmanagerConfig, routesFor } from '../../stack/alerting/routes.js';
import type { Engine } from '../../stack/engine/engine.js';
import { packageRoot } from '../../stack/package-root.js';
import { connectTestEngine } from '../helpers/engine.js';
import { runTool, type ToolName } from '../helpers/tools.js';

const folder = new URL('stack/monitoring/', packageRoot());
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const readAll = (sub: string) =>
  Object.fromEntries(readdirSync(new URL(`${sub}/`, folder)).map((name) => [`${sub}/${name}`, read(`${sub}/${name}`)]));

const production = {
  'prometheus.yml': read('prometheus.yml'),
  'alertmanager.yml': read('alertmanager.yml'),
  ...readAll('rules'),
  ...readAll('tests'),
  ...readAll('templates'),
};
const times = parsePipelineTimes(production['prometheus.yml']);

function compressedFiles(speed: number): Record<string, string> {
  const rules = Object.entries(readAll('rules')).map(([name, text]) => [name, compressRules(text, speed, times).text]);
  return {
    ...readAll('templates'),
    ...Object.fromEntries(rules),
    'prometheus.yml': compressPrometheusConfig(production['prometheus.yml'], speed, { stack: 'blue' }).text,
    'alertmanager.yml': compressAlertmanagerConfig(production['alertmanager.yml'], speed).text,
  };
}

let engine: Engine;
beforeAll(async () => {
  engine = await connectTestEngine();
});
afterAll(() => engine?.close());

const run = (tool: ToolName, args: readonly string[], files: Readonly<Record<string, string>> = production) =>
  runTool(engine, tool, args, files);

describe('promtool', () => {
  it.each([
    ['as written for production', production],
    ['at speed 60', compressedFiles(60)],
    ['at speed 600', compressedFiles(600)],
    ['at speed 1.5', compressedFiles(1.5)],
  ])('accepts configuration and rules %s', async (_, files) => {
    expect(await run('promtool', ['check', 'config', 'prometheus.yml'], files)).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('SUCCESS: 4 rule files found'),
    });
  });

  it('finds every alert firing, holding, silent and resolved as its unit tests say', async () => {
    const tests = Object.keys(production).filter((name) => name.startsWith('tests/'));
    const { exitCode, output } = await run('promtool', ['test', 'rules', ...tests]);
    expect(output).not.toContain('FAILED');
    expect(exitCode).toBe(0);
  });

  it('sees a changed threshold fail its unit test', async () => {
    const changed = { ...production, 'rules/symptoms.yml': read('rules/symptoms.yml').replace('> 0.05', '> 0.5') };
    expect(await run('promtool', ['test', 'rules', 'tests/symptoms.yml'], changed)).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('ApiErrorRateHigh'),
    });
  });
});

describe('amtool', () => {
  it.each([
    ['as written for production', production],
    ['at speed 60', compressedFiles(60)],
    ['at speed 600', compressedFiles(600)],
  ])('accepts routes and templates %s', async (_, files) => {
    expect(await run('amtool', ['check-config', 'alertmanager.yml'], files)).toMatchObject({ exitCode: 0 });
  });

  // Every notation that Alertmanager still reads, `continue`, and a child that inherits.
  const NOTATIONS = `
route:
  receiver: rest
  routes:
    - { match: { severity: critical }, match_re: { service: 'db|cache' }, receiver: older, continue: true }
    - matchers: ['severity=~"crit.*|page"', team = shop]
      receiver: listed
      routes:
        - matchers: ['{service!~"api-.+", "env"!=""}']
          receiver: deeper
        - matchers: [env = ""]
    - { matchers: [severity = none], receiver: silent }
receivers: [{ name: rest }, { name: older }, { name: listed }, { name: deeper }, { name: silent }]
`;
  const ALERTS: readonly Labels[] = [
    { alertname: 'Watchdog', severity: 'none' },
    { alertname: 'DatabaseDown', severity: 'critical', service: 'db' },
    { alertname: 'CacheDown', severity: 'warning', service: 'cache' },
    { alertname: 'A', severity: 'critical', service: 'db', team: 'shop' },
    { alertname: 'A', severity: 'critical', service: 'db', team: 'shop', env: 'prod' },
    { alertname: 'A', severity: 'page', service: 'api-1', team: 'shop', env: 'prod' },
    { alertname: 'A', severity: 'critical-not', team: 'shop' },
    { alertname: 'A', severity: 'noncritical', team: 'shop' },
    { alertname: 'A' },
  ];

  it.each([
    ['the routes of the reference stack', production['alertmanager.yml'], production],
    ['routes in every notation', NOTATIONS, { 'alertmanager.yml': NOTATIONS }],
  ])('routes alerts as supops predicts, with %s', async (_, text, files) => {
    const config = parseAlertmanagerConfig(text);
    expect(config.problems).toEqual([]);
    const take = async (labels: Labels) => {
      const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
      const { stdout } = await run('amtool', ['config', 'routes', 'test', '--config.file=alertmanager.yml', ...pairs], files);
      return stdout.trim();
    };
    const ours = ALERTS.map((labels) => routesFor(config, labels).map(({ receiver }) => receiver));
    expect(await Promise.all(ALERTS.map(take))).toEqual(ours.map((receivers) => receivers.join(',')));
  });
});

describe('messages', () => {
  const labels = { alertname: 'DatabaseDown', severity: 'critical', layer: 'data', service: 'db', stack: 'blue' };
  const alert = {
    labels,
    annotations: { summary: 'The database is < down', description: 'Nothing works.', runbook_url: 'https://x/y.md' },
    startsAt: '2026-03-01T10:00:05.1239Z',
    generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
    fingerprint: '8f6f2b0e2c9d4a11',
  };
  const data = (status: string, alerts: readonly unknown[]) =>
    JSON.stringify({
      // As Alertmanager gives it to templates: escaped for a pattern.
      receiver: String.raw`on\.call`,
      status,
      alerts,
      groupLabels: { alertname: 'DatabaseDown', service: 'db', stack: 'blue' },
      commonLabels: labels,
      commonAnnotations: alert.annotations,
    });
  const firing = data('firing', [{ ...alert, status: 'firing', endsAt: '0001-01-01T00:00:00Z' }]);
  const resolved = data('resolved', [{ ...alert, status: 'resolved', endsAt: '2026-03-01T11:00:00+01:00' }]);

  const render = async (template: string, json: string) => {
    const files = { ...production, 'data.json': json };
    const text = `{{ template "${template}" . }}`;
    const type = template.endsWith('html') ? 'html' : 'text';
    const args = [`--template.type=${type}`, '--template.glob=templates/*.tmpl', '--template.data=data.json'];
    return (await run('amtool', ['template', 'render', ...args, `--template.text=${text}`], files)).output.trim();
  };

  it('tell people what happened, and programs which alert it was, via e-mail', async () => {
    expect(await render('supops.email.text', firing)).toBe(`The database is < down (firing)

Nothing works.

Severity:  critical
Service:   db
Stack:     blue
Since:     2026-03-01 10:00:05 UTC
Runbook:   https://x/y.md
Query:     http://prometheus:9090/graph?g0.expr=up

[supops] firing DatabaseDown fingerprint=8f6f2b0e2c9d4a11 startsAt=2026-03-01T10:00:05.123Z endsAt=- receiver="on\\\\.call"`);
  });

  it('say when it ended, via Slack', async () => {
    expect(await render('supops.slack.text', resolved)).toBe(`*The database is < down* (resolved)
Nothing works.
Severity critical · service db · stack blue · since 2026-03-01 10:00:05 UTC
<https://x/y.md|Runbook> · <http://prometheus:9090/graph?g0.expr=up|Query>
[supops] resolved DatabaseDown fingerprint=8f6f2b0e2c9d4a11 startsAt=2026-03-01T10:00:05.123Z endsAt=2026-03-01T10:00:00.000Z receiver="on\\\\.call"`);
  });

  it('have a title that suffices on a lock screen', async () => {
    expect(await render('supops.title', firing)).toBe('[FIRING] DatabaseDown on db (blue): The database is < down');
    expect(await render('supops.title', resolved)).toBe('[RESOLVED] DatabaseDown on db (blue): The database is < down');
  });

  it('are escaped in HTML', async () => {
    const html = await render('supops.email.html', firing);
    expect(html).toContain('The database is &lt; down (firing)');
    expect(html).toContain(
      '[supops] firing DatabaseDown fingerprint=8f6f2b0e2c9d4a11 startsAt=2026-03-01T10:00:05.123Z endsAt=- receiver=&#34;on\\\\.call&#34;',
    );
  });
});
