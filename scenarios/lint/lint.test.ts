import { describe, expect, test } from 'vitest';
import { pipelinesAt } from '../../stack/alerting/pipelines.js';
import type { LintFile } from './input.js';
import { lint } from './lint.js';

const PROMETHEUS = 'global: { scrape_interval: 15s, evaluation_interval: 15s, external_labels: { stack: x } }\n';
const ROUTES = 'route: { receiver: team }\nreceivers: [{ name: team, slack_configs: [{ channel: x }] }]\n';
const TEXTS = 'annotations: { summary: s, description: d, runbook_url: https://example.org/r }';
const WHOLE = `labels: { severity: warning }\n        ${TEXTS}`;

/** One group with these rules; each is written as its lines below `- alert`. */
const groups = (...rules: readonly (readonly [name: string, ...lines: readonly string[]])[]) =>
  `groups:\n  - name: g\n    rules:\n${rules.map(([name, ...lines]) => `      - alert: ${name}\n${lines.map((line) => `        ${line}\n`).join('')}`).join('')}`;

/** What lint says of these texts, without the names of the files. */
function problems(texts: { readonly rules?: string; readonly routes?: string; readonly scenario?: string }, speed = 60) {
  const files: readonly LintFile[] = [
    { file: 'rules.yml', kind: 'rules', text: texts.rules ?? '' },
    { file: 'alertmanager.yml', kind: 'alertmanager', text: texts.routes ?? '' },
    { file: 'scenario.yaml', kind: 'scenario', text: texts.scenario ?? '' },
  ];
  const [rules, routes] = files as [LintFile, LintFile];
  const alertmanager = routes.text === '' ? { ...routes, text: ROUTES } : routes;
  return lint({
    files: files.filter(({ text }) => text !== ''),
    known: { services: ['db'], ...pipelinesAt({ prometheusYml: PROMETHEUS, rules: [rules], alertmanager }, speed) },
    speed,
    alertmanager,
    pages: new Set(['docs/runbooks/DatabaseDown.md']),
  }).map(({ line, column, severity, message, code }) => `${line}:${column}: ${severity}: ${message} [${code}]`);
}

describe('rules', () => {
  test('that are whole have no problems', () => {
    expect(problems({ rules: groups(['A', 'expr: up == 0', 'for: 1m', WHOLE]) })).toEqual([]);
  });

  test('need a severity, a summary, a description and a runbook', () => {
    expect(problems({ rules: groups(['A', 'expr: up == 0', 'annotations: { summary: s }']) })).toEqual([
      '4:16: warning: A has no label severity: routes cannot tell how bad it is [missing-label]',
      '4:16: warning: A has no description and runbook_url [missing-annotation]',
    ]);
  });

  test('point to pages of ours that exist', () => {
    const page = (url: string) =>
      problems({ rules: groups(['A', 'expr: up == 0', WHOLE.replace('https://example.org/r', url)]) });
    expect(page('https://github.com/supops/supops/blob/main/docs/runbooks/DatabaseDown.md#mitigation')).toEqual([]);
    expect(page('https://github.com/supops/supops/blob/v1/docs/runbooks/DatabaseDwn.md')).toEqual([
      '7:52: error: the runbook of A is not there: docs/runbooks/DatabaseDwn.md, did you mean "docs/runbooks/DatabaseDown.md"? [missing-page]',
    ]);
  });

  test('are PromQL, and what else Prometheus would refuse is an error too', () => {
    expect(problems({ rules: groups(['A', 'expr: sum(up > 1', 'fro: 1m', WHOLE]) })).toEqual([
      '5:24: error: expr of A is not valid PromQL at its end [bad-expression]',
      '6:9: error: a rule has no key "fro", did you mean "for"? [unknown-key]',
    ]);
  });

  test('with the same name and labels cannot be told apart; with other labels they can', () => {
    const critical = WHOLE.replace('warning', 'critical');
    const rules = [
      ['A', 'expr: up == 0', WHOLE],
      ['A', 'expr: up == 0', critical],
      ['A', 'expr: up == 1', WHOLE],
    ] as const;
    expect(problems({ rules: groups(...rules) })).toEqual([
      '12:16: error: A with these labels is already in this group, in line 4: their alerts cannot be told apart [duplicate-rule]',
    ]);
    const other = groups(['A', 'expr: up == 1', WHOLE]).replace('groups:\n  - name: g', '  - name: h');
    expect(problems({ rules: groups(['A', 'expr: up == 0', WHOLE]) + other })).toEqual([
      '10:16: warning: A with these labels is already in group g (rules.yml:4): their alerts cannot be told apart [duplicate-rule]',
    ]);
  });

  test('hold at least an evaluation, and look at four scrapes or more', () => {
    expect(problems({ rules: groups(['A', 'expr: rate(x[30s]) > 1', 'for: 5s', WHOLE]) })).toEqual([
      '5:20: warning: x[30s] is shorter than 4 scrapes (one every 15s): one that fails can empty it [short-range]',
      '6:9: warning: `for` of A is 5s, shorter than the evaluation interval: it lasts 15s all the same [short-for]',
    ]);
  });

  test('that hold long enough in production may not at the speed of a drill', () => {
    // Beyond speed 15 evaluations do not come more often, but a `for` still shrinks.
    expect(problems({ rules: groups(['A', 'expr: up == 0', 'for: 20s', WHOLE]) })).toEqual([
      '6:9: warning: `for` of A is 333ms at speed 60, shorter than the evaluation interval: it lasts 1s all the same [short-for]',
    ]);
    expect(problems({ rules: groups(['A', 'expr: up == 0', 'for: 20s', WHOLE]) }, 1)).toEqual([]);
  });

  test('that count in a window or compare seconds depend on the speed', () => {
    const rules = groups(
      ['A', 'expr: |', '  up == 1', '    and increase(x[5m]) >= 3', WHOLE],
      ['B', 'expr: time() - x > 3600', WHOLE],
    );
    expect(problems({ rules })).toEqual([
      '7:17: warning: A counts in a window: at a higher speed the window is shorter, and the same number has to come within it [not-scale-free]',
      '11:15: warning: B compares seconds: they stay as long at every speed [not-scale-free]',
    ]);
  });

  test('show only labels that their expression keeps, where that is certain', () => {
    const template = WHOLE.replace('summary: s', "summary: '{{ $labels.job }} {{ $labels.instance }}'");
    const of = (expr: string) => problems({ rules: groups(['A', `expr: ${expr}`, template]) });
    expect(of('max by (job) (up) == 0')).toEqual([
      '7:24: warning: summary of A shows the label instance, which the expression drops; it keeps job [dropped-label]',
    ]);
    expect(of('up == 0')).toEqual([]);
  });
});

describe('muting', () => {
  const routes = `${ROUTES}inhibit_rules:
  - source_matchers: [alertname = "Source"]
    target_matchers: [alertname = "Target"]
    equal: [stack]
`;
  const rules = (hold: string, delay: string) =>
    groups(
      ['Source', 'expr: up == 0', 'for: 1m', ...(hold === '' ? [] : [`keep_firing_for: ${hold}`]), WHOLE],
      ['Target', 'expr: sum(rate(x[2m])) > 1', `for: ${delay}`, WHOLE],
    );

  test('lasts until the windows of what is muted have drained, and begins before it', () => {
    expect(problems({ rules: rules('4m', '3m'), routes })).toEqual([]);
    expect(problems({ rules: rules('', '1m15s'), routes })).toEqual([
      '4:16: warning: Source mutes Target, but may resolve first: its keep_firing_for is 0s, and 2m45s are needed (window of Target, a scrape and two evaluations) [short-keep-firing]',
      '11:9: warning: Source mutes Target, but may fire later: `for` of Target is 1m15s, and 1m30s are needed (`for` of Source and two evaluations) [muted-too-late]',
    ]);
  });

  test('that fails only when compressed is said with the speed', () => {
    expect(problems({ rules: rules('4m', '1m30s'), routes })).toEqual([
      '12:9: warning: Source mutes Target, but may fire later: `for` of Target is 2s at speed 60, and 3s are needed (`for` of Source and two evaluations) [muted-too-late]',
    ]);
  });

  test('is checked when only the routes are', () => {
    const known = pipelinesAt(
      {
        prometheusYml: PROMETHEUS,
        rules: [{ file: 'elsewhere.yml', text: rules('', '3m') }],
        alertmanager: { file: 'a.yml', text: routes },
      },
      60,
    );
    const file = { file: 'a.yml', text: routes };
    const files = [{ ...file, kind: 'alertmanager' }] as const;
    const found = lint({ files, known: { services: [], ...known }, speed: 60, alertmanager: file, pages: new Set() });
    expect(found.map(({ file: name, code }) => [name, code])).toEqual([['a.yml', 'short-keep-firing']]);
  });
});

describe('routes', () => {
  const rules = groups(
    ['A', 'expr: up == 0', 'for: 1m', 'keep_firing_for: 5m', WHOLE.replace('warning', 'critical')],
    ['B', 'expr: max(up) == 0', 'for: 3m', WHOLE],
  );
  const of = (text: string) => problems({ rules, routes: text });

  test('lead to receivers that exist, are used and notify somebody', () => {
    expect(of('route: { receiver: teem }\nreceivers: [{ name: team }]\n')).toEqual([
      '1:20: error: there is no receiver "teem", did you mean "team"? [unknown-receiver]',
    ]);
    expect(
      of(`route:
  receiver: team
  routes:
    - receiver: nobody
      matchers: [severity = "warning"]
receivers:
  - name: team
    pagerduty_configs: [{ routing_key: x }]
  - name: nobody
  - name: unused
`),
    ).toEqual([
      '4:7: warning: B ends at the receiver nobody, which notifies nobody [no-receiver]',
      '10:11: warning: no route leads to the receiver unused [unused-receiver]',
    ]);
  });

  test('are not hidden behind an earlier sibling, and do not contradict themselves', () => {
    expect(
      of(`route:
  receiver: team
  routes:
    - matchers: [severity =~ "warning|critical"]
    - matchers: [severity = "critical", stack = "x"]
    - matchers: [severity = "none"]
      continue: true
    - matchers: [severity = "none"]
      routes:
        - matchers: [severity != "none"]
receivers: [{ name: team, email_configs: [{ to: x }] }]
`),
    ).toEqual([
      '5:7: error: no alert reaches this route (receiver team): the route in line 4 takes all of them, without `continue: true` [unreachable-route]',
      '10:11: error: no alert can match this route: its matchers, with those above it, contradict each other [unreachable-route]',
    ]);
  });

  test('name alerts that a rule has', () => {
    expect(
      of(
        'route: { receiver: team, routes: [{ matchers: [\'alertname =~ "A|Aa"\'] }] }\nreceivers: [{ name: team, email_configs: [{ to: x }] }]\n',
      ),
    ).toEqual(['1:35: warning: no rule has the alert Aa, did you mean "A"? [unknown-alert]']);
  });

  test('and inhibitions compare labels that are there, of alerts that are there', () => {
    expect(
      of(`${ROUTES}inhibit_rules:
  - source_matchers: [alertname = "B"]
    target_matchers: [alertname = "B"]
    equal: [stack, cluster]
  - source_matchers: [alertname = "Bb"]
    target_matchers: [alertname = "A"]
  - source_matchers: [severity = "none"]
    target_matchers: [alertname = "A"]
`),
    ).toEqual([
      '4:5: warning: no alert on either side has the label cluster of `equal`: labels that both lack count as equal, so it restricts nothing [absent-equal]',
      '4:5: warning: B is on both sides of this inhibition: such alerts mute neither themselves nor each other [self-inhibition]',
      '7:5: warning: no rule has the alert Bb, did you mean "B"? [unknown-alert]',
      '9:5: warning: this inhibition mutes nothing: no rule can be its source [mutes-nothing]',
    ]);
  });
});

test('scenarios are checked against the rules at hand', () => {
  const scenario = 'scenario: s\ntitle: S\ntarget: { service: dbb }\nfault: { kind: kill }\nexpect: [{ alert: Aa }]\n';
  expect(problems({ rules: groups(['A', 'expr: up == 0', WHOLE]), scenario })).toEqual([
    '3:20: error: unknown service "dbb", did you mean "db"? [unknown-service]',
    '5:19: error: unknown alert "Aa", did you mean "A"? [unknown-alert]',
  ]);
});
