import { describe, expect, it } from 'vitest';
import { compressAlertmanagerConfig, compressPrometheusConfig, compressRules, scaleDuration } from './compress.js';

const times = { scrapeMs: 15_000, scrapeTimeoutMs: 10_000, evaluationMs: 15_000 };

const RULES = `# All of it   stays.
groups:
  - name: "a"   # odd spacing
    interval: 30s
    query_offset: 1m
    rules:
      - alert: Errors
        expr: |
          # of all requests, [10m]
          sum(rate(errors[10m]))
            / sum(rate(requests[10m])) > 0.05
        for: 5m # patience
        keep_firing_for: 10m
        annotations: { summary: 'in the last 5m: {{ $value }} [5m]' }
      - {alert: Quoted, expr: "rate(a{b=\\"c\\"}[10m]) > 1", for: '1h30m'}
      - alert: Single
        expr: 'rate(a{b=''c''}[10m]) > 1'
      - alert: Folded
        expr: >-
          rate(a[10m])

          > 1
      - alert: Plain
        expr: rate(a[10m])
          > 1
      - record: job:x:rate1h
        expr: sum(rate(x[1h]))
`;

describe('compressRules', () => {
  it('changes durations and nothing else', () => {
    const { text, floors } = compressRules(RULES, 60, times);
    expect(text).toBe(`# All of it   stays.
groups:
  - name: "a"   # odd spacing
    interval: 1s
    query_offset: 1s
    rules:
      - alert: Errors
        expr: |
          # of all requests, [10m]
          sum(rate(errors[10s]))
            / sum(rate(requests[10s])) > 0.05
        for: 5s # patience
        keep_firing_for: 10s
        annotations: { summary: 'in the last 5m: {{ $value }} [5m]' }
      - {alert: Quoted, expr: "rate(a{b=\\"c\\"}[10s]) > 1", for: '1m30s'}
      - alert: Single
        expr: 'rate(a{b=''c''}[10s]) > 1'
      - alert: Folded
        expr: >-
          rate(a[10s])

          > 1
      - alert: Plain
        expr: rate(a[10s])
          > 1
      - record: job:x:rate1h
        expr: sum(rate(x[1m]))
`);
    expect(floors).toEqual([{ what: 'interval', of: 'a', writtenMs: 30_000, askedMs: 500, heldMs: 1_000 }]);
  });

  it('changes nothing at speed 1', () => expect(compressRules(RULES, 1, times)).toEqual({ text: RULES, floors: [] }));

  it('divides a duration behind an anchor once', () => {
    const text = 'groups: [{name: a, rules: [{alert: A, expr: up, for: &f 10m}, {alert: B, expr: up, for: *f}]}]';
    expect(compressRules(text, 60, times).text).toBe(text.replace('10m', '10s'));
  });

  it('raises keep_firing_for to what a window at its floor needs, and says so', () => {
    const rule = 'groups: [{name: a, rules: [{alert: A, expr: up, for: 1m, keep_firing_for: 4m}]}]';
    const { text, floors } = compressRules(rule, 60, times);
    expect(text).toBe(rule.replace('1m', '1s').replace('4m', '7s'));
    expect(floors).toEqual([{ what: 'keep_firing_for', of: 'a/A', writtenMs: 240_000, askedMs: 4_000, heldMs: 7_000 }]);
  });

  it('keeps a `for` in proportion to evaluations when those are at their floor', () => {
    const rule = 'groups: [{name: a, rules: [{alert: A, expr: up, for: 3m}]}]';
    expect(compressRules(rule, 600, times)).toEqual({
      text: rule.replace('3m', '3s'),
      floors: [{ what: 'for', of: 'a/A', writtenMs: 180_000, askedMs: 300, heldMs: 3_000 }],
    });
  });

  it('reads an expression with escapes that hide its characters, and rewrites it', () => {
    const rule = String.raw`groups: [{name: a, rules: [{alert: A, expr: "rate(a{b=\"\u00e9\"}[10m]) > 1"}]}]`;
    expect(compressRules(rule, 60, times).text).toBe(
      String.raw`groups: [{name: a, rules: [{alert: A, expr: "rate(a{b=\"é\"}[10s]) > 1"}]}]`,
    );
  });

  it.each(['', 'groups:', '- 1', 'groups: [{name: a, rules: [{alert: A, for: soon, expr: "rate(["}]}]', 'a: [', '\t- x: {'])(
    'leaves %j alone',
    (text) => expect(compressRules(text, 60, times).text).toBe(text),
  );
});

describe('compressPrometheusConfig', () => {
  const CONFIG = `global:
  scrape_interval: 15s # all
  scrape_timeout: 10s
  evaluation_interval: 30s
  external_labels: { stack: supops, site: lab }
scrape_configs:
  - job_name: slow
    scrape_interval: 2m
    static_configs: [{ targets: ['a:1'] }]
`;

  it('divides the periods and sets external labels', () => {
    const { text, floors } = compressPrometheusConfig(CONFIG, 15, { stack: 'blue', team: 'x y' });
    expect(text).toBe(`global:
  scrape_interval: 1s # all
  scrape_timeout: 1s
  evaluation_interval: 2s
  external_labels: { team: x y, stack: blue, site: lab }
scrape_configs:
  - job_name: slow
    scrape_interval: 8s
    static_configs: [{ targets: ['a:1'] }]
`);
    expect(floors).toEqual([{ what: 'scrape_timeout', writtenMs: 10_000, askedMs: 667, heldMs: 1_000 }]);
  });

  it('sets external labels at speed 1 too', () =>
    expect(compressPrometheusConfig(CONFIG, 1, { stack: 'blue' }).text).toBe(CONFIG.replace('supops', 'blue')));

  it('adds external labels when there are none', () =>
    expect(compressPrometheusConfig('global:\n  scrape_interval: 15s\n', 1, { stack: 'blue' }).text).toBe(
      'global:\n  scrape_interval: 15s\n  external_labels:\n    stack: blue\n',
    ));
});

describe('compressAlertmanagerConfig', () => {
  it('divides the waits of every route, and writes defaults that the root leaves out', () => {
    const { text, floors } = compressAlertmanagerConfig(
      `global:
  resolve_timeout: 5m
route:
  # root
  receiver: a
  group_interval: 2m
  routes:
    - { receiver: b, group_wait: 10s, group_interval: 1m }
    - receiver: c
      group_wait: 0s
      repeat_interval: 12h
      routes: [{ receiver: d, group_wait: 1m }]
receivers: [{ name: a, webhook_configs: [{ url: 'http://x', timeout: 10s }] }]
`,
      60,
    );
    expect(text).toBe(`global:
  resolve_timeout: 5s
route:
  # root
  group_wait: 500ms
  repeat_interval: 4m
  receiver: a
  group_interval: 2s
  routes:
    - { receiver: b, group_wait: 500ms, group_interval: 1s }
    - receiver: c
      group_wait: 0s
      repeat_interval: 12m
      routes: [{ receiver: d, group_wait: 1s }]
receivers: [{ name: a, webhook_configs: [{ url: 'http://x', timeout: 10s }] }]
`);
    expect(floors).toEqual([{ what: 'group_wait', of: 'b', writtenMs: 10_000, askedMs: 167, heldMs: 500 }]);
  });

  it('lets no route repeat more often than its group is looked at, and says so', () => {
    const { text, floors } = compressAlertmanagerConfig(
      `route:
  receiver: a
  repeat_interval: 1h
  routes:
    - receiver: own
      group_interval: 5m
      repeat_interval: 4m
    - receiver: inherited
      group_interval: 2h
      routes: [{ receiver: child }, { receiver: shorter, group_interval: 5m }, { group_interval: 3h }]
    - { receiver: fine, group_interval: 1m }
`,
      60,
    );
    expect(text).toBe(`route:
  group_wait: 500ms
  group_interval: 5s
  receiver: a
  repeat_interval: 1m
  routes:
    - receiver: own
      group_interval: 5s
      repeat_interval: 5s
    - repeat_interval: 2m
      receiver: inherited
      group_interval: 2m
      routes: [{ receiver: child }, { repeat_interval: 1m, receiver: shorter, group_interval: 5s }, { repeat_interval: 3m, group_interval: 3m }]
    - { receiver: fine, group_interval: 1s }
`);
    const repeat = { what: 'repeat_interval', writtenMs: 3_600_000, askedMs: 60_000 };
    expect(floors).toEqual([
      { what: 'repeat_interval', of: 'own', writtenMs: 240_000, askedMs: 4_000, heldMs: 5_000 },
      { ...repeat, of: 'inherited', heldMs: 120_000 },
      { ...repeat, of: 'inherited', heldMs: 180_000 },
    ]);
  });

  it('changes nothing at speed 1', () => {
    const text = 'route: { receiver: a }\n';
    expect(compressAlertmanagerConfig(text, 1)).toEqual({ text, floors: [] });
  });

  it.each(['', 'route:', 'route: []', '{'])('leaves %j alone', (text) =>
    expect(compressAlertmanagerConfig(text, 60).text).toBe(text),
  );
});

describe('scaleDuration', () => {
  it('divides and rounds to milliseconds, but never to nothing', () => {
    expect(scaleDuration(60_000, 60)).toBe(1_000);
    expect(scaleDuration(10_000, 60)).toBe(167);
    expect(scaleDuration(1, 600)).toBe(1);
    expect(scaleDuration(-60_000, 60)).toBe(-1_000);
    expect(scaleDuration(0, 60)).toBe(0);
  });
});
