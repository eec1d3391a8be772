import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../core/problem.js';
import { parseRuleFile } from './rules.js';

const problems = (text: string) => parseRuleFile('r.yml', text).problems.map(formatProblem);

describe('parseRuleFile', () => {
  it('reads alerting and recording rules with the place of their name', () => {
    const { rules, records, problems } = parseRuleFile(
      'my.yml',
      `groups:
  - name: one
    interval: 30s
    labels: { team: web, severity: none }
    rules:
      - record: job:up:sum
        expr: sum(up)
        labels: { a: b }
      - alert: Down
        expr: |
          up{job="api"} == 0
        for: 1h30m
        keep_firing_for: 5m
        labels: { severity: critical, level: 1.0 }
        annotations:
          summary: "{{ $labels.instance }} is down"
  - name: two
    rules:
      - expr: up == 0
        alert: Down
`,
    );
    expect(problems).toEqual([]);
    expect(rules).toEqual([
      {
        file: 'my.yml',
        line: 9,
        column: 16,
        group: 'one',
        intervalMs: 30_000,
        name: 'Down',
        expr: 'up{job="api"} == 0\n',
        forMs: 5_400_000,
        keepFiringForMs: 300_000,
        labels: { team: 'web', severity: 'critical', level: '1.0' },
        annotations: { summary: '{{ $labels.instance }} is down' },
      },
      {
        file: 'my.yml',
        line: 20,
        column: 16,
        group: 'two',
        name: 'Down',
        expr: 'up == 0',
        forMs: 0,
        keepFiringForMs: 0,
        labels: {},
        annotations: {},
      },
    ]);
    expect(records).toEqual([
      {
        file: 'my.yml',
        line: 6,
        column: 17,
        group: 'one',
        intervalMs: 30_000,
        name: 'job:up:sum',
        expr: 'sum(up)',
        labels: { team: 'web', severity: 'none', a: 'b' },
      },
    ]);
  });

  it('resolves anchors and merge keys', () => {
    const { rules, problems } = parseRuleFile(
      'r.yml',
      `groups:
  - name: a
    rules:
      - &base { alert: A, expr: up == 0, for: &m 1m, labels: &l { severity: warning } }
      - { <<: *base, alert: B, labels: { <<: *l, team: x } }
      - { alert: C, expr: up == 1, for: *m }
`,
    );
    expect(problems).toEqual([]);
    expect(rules.map(({ name, forMs, labels }) => [name, forMs, labels])).toEqual([
      ['A', 60_000, { severity: 'warning' }],
      ['B', 60_000, { team: 'x', severity: 'warning' }],
      ['C', 60_000, {}],
    ]);
  });

  it('takes an empty file for one without rules', () => {
    for (const text of ['', '# nothing\n', 'groups:\n', 'groups: []\n', '---\n'])
      expect(parseRuleFile('r.yml', text)).toEqual({ file: 'r.yml', text, rules: [], records: [], problems: [] });
  });
});

describe('parseRuleFile reports', () => {
  it.each([
    [
      'a misspelt key',
      'groups:\n- name: a\n  rules:\n  - alert: A\n    exprs: up\n    expr: up\n',
      'r.yml:5:5: a rule has no key "exprs", did you mean "expr"? [unknown-key]',
    ],
    [
      'a bad duration',
      'groups:\n- name: a\n  rules:\n  - {alert: A, expr: up, for: 5 minutes}\n',
      'r.yml:4:31: for of A is "5 minutes", which is not a duration such as 30s or 1h30m [bad-duration]',
    ],
    [
      'bad PromQL, where it is',
      'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |\n      up == 0\n      and sum by (job (up)\n',
      'r.yml:7:23: expr of A is not valid PromQL at "(up)" [bad-expression]',
    ],
    [
      'unfinished PromQL',
      'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up ==\n',
      'r.yml:5:15: expr of A is not valid PromQL at its end [bad-expression]',
    ],
    ['an alert without expression', 'groups:\n- name: a\n  rules:\n  - alert: A\n', 'r.yml:4:5: A has no expr [missing-key]'],
    [
      'a rule without name',
      'groups:\n- name: a\n  rules:\n  - expr: up\n',
      'r.yml:4:5: a rule needs either "alert" or "record" [missing-key]',
    ],
    ['a group without name', 'groups:\n- rules: []\n', 'r.yml:2:3: a group needs a name [missing-key]'],
    ['a group twice', 'groups:\n- name: a\n- name: a\n', 'r.yml:3:9: group "a" is in this file twice [duplicate-group]'],
    [
      '`for` of a recording rule',
      'groups:\n- name: a\n  rules:\n  - {record: a, expr: up, for: 1m}\n',
      'r.yml:4:27: recording rule a cannot have "for" [unknown-key]',
    ],
    ['a list in the place of a map', 'groups:\n- - a\n', 'r.yml:2:3: a group must be a map [wrong-type]'],
    ['a map in the place of a list', 'groups:\n  name: a\n', 'r.yml:2:3: groups must be a list [wrong-type]'],
    [
      'a map in the place of a text',
      'groups:\n- name: a\n  rules:\n  - {alert: A, expr: up, labels: {severity: {a: b}}}\n',
      'r.yml:4:45: labels of A: severity must be a text [wrong-type]',
    ],
    [
      'a second document',
      'groups: []\n---\ngroups: []\n',
      'r.yml:2:1: only the first YAML document of a file is read [second-document]',
    ],
  ])('%s', (_, text, problem) => expect(problems(text)).toEqual([problem]));

  it('broken YAML, where it is', () => {
    expect(problems('groups:\n- name: a\n   rules: [\n')[0]).toMatch(/^r\.yml:[2-4]:\d+: .+ \[yaml-syntax\]$/);
    expect(problems('groups: *nowhere\n')).toEqual(['r.yml:1:9: there is no anchor "nowhere" above [yaml-syntax]']);
    expect(problems('groups: &g [{name: a, rules: *g}]\n')).toEqual([
      'r.yml:1:30: the value of anchor "g" contains itself [yaml-syntax]',
    ]);
  });

  it('all problems of a file at once, and still what can be read', () => {
    const text = 'groups:\n- name: a\n  rules:\n  - {alert: A, expr: up, fro: 1m}\n  - {alert: B, expr: "up ==", for: x}\n';
    const { rules, problems } = parseRuleFile('r.yml', text);
    expect(rules.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-key', 'bad-expression', 'bad-duration']);
  });
});

it('parseRuleFile survives any beginning of a file', () => {
  const text = 'groups:\n- name: &a "x"\n  rules:\n  - {alert: *a, expr: \'up[5m]\', labels: {<<: *a}}\n  - ? [a]\n    : b\n';
  for (let end = 0; end <= text.length; end++) expect(() => parseRuleFile('r.yml', text.slice(0, end))).not.toThrow();
});
