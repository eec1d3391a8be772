import { expect, test } from 'vitest';
import { explain } from '../../scenarios/explain/explain.js';
import { loadScenario } from '../../scenarios/language/load.js';
import { pipelinesAt } from '../../stack/alerting/pipelines.js';
import { explanationText } from './explanation.js';
import { palette } from './palette.js';

const FILES = {
  prometheusYml: 'global: { scrape_interval: 15s, evaluation_interval: 15s }\n',
  rules: [
    {
      file: 'r.yml',
      text: `groups:
  - name: g
    rules:
      - { alert: Down, expr: up == 0, for: 1m, keep_firing_for: 2m }
      - { alert: Slow, expr: 'sum(rate(x[2m])) > 1', for: 3m }
`,
    },
  ],
  alertmanager: {
    file: 'a.yml',
    text: 'route: { receiver: team, group_interval: 2m }\nreceivers: [{ name: team, slack_configs: [{ channel: x, send_resolved: true }] }]\n',
  },
};

const textOf = (yaml: string, speed: number) => {
  const known = { services: ['db', 'cache', 'front'], ...pipelinesAt(FILES, speed) };
  const { scenario, problems } = loadScenario('s.yaml', yaml, known);
  if (!scenario) throw new Error(JSON.stringify(problems));
  return explanationText(explain(scenario, { ...known, speed }), 'with these rules', palette(false));
};

test('one fault: what happens, how long it takes at both speeds, and what is judged', () => {
  expect(
    textOf(
      `scenario: gone
title: It is gone
target: { service: db }
fault: { kind: kill, hold: true }
expect:
  - { alert: Down, notified: [slack], resolves: true }
  - { alert: Slow, inhibitedBy: Down }
runbook: docs/r.md
`,
      60,
    ),
  ).toBe(`gone: It is gone (with these rules)

What happens
  before  wait until nothing unexpected has been pending or firing in three evaluations, and of 30 requests or more 99 % are good (10 requests a second); else nothing is injected
  0 s     kill db and hold it down
  repair  start db with its own restart policy
  after   wait until the alerts have resolved, and the steady state holds again: 1 min beside the time that the alerts need

How long it takes
                       at speed 60           in production
  quiet and steady     3.0 s to 1 min 14 s   45.0 s to 12 min 30 s
  fault and detection  3.0 s to 10.0 s       3 min to 5 min 31 s
  way back             7.0 s to 1 min 11 s   2 min to 5 min 30 s
  altogether           13.0 s to 2 min 35 s  5 min 45 s to 23 min 31 s
  Injecting, proving and undoing come on top: a second or two each. At least, if all goes well; at most, if it waits for all it may wait for.

What is judged
  - Down fires, is notified via Slack, and resolves
      at speed 60: between 1.0 s and 6.0 s after the fault; its end between 7.0 s and 11.0 s after the repair
      in production: between 1 min and 3 min 31 s after the fault; its end between 2 min and 4 min 30 s after the repair
  - Slow is muted by Down
      at speed 60: between 3.0 s and 10.0 s after the fault
      in production: between 3 min and 5 min 31 s after the fault
  - No other alert fires unmuted
  - The steady state holds again within 1 min of the repair

Runbook: docs/r.md
`);
});

test('a timeline, conditions and a repair in steps are told in order; production needs one column', () => {
  const text = textOf(
    `scenario: course
title: A course
exclusive: true
steadyState:
  conditions:
    - http: { path: / }
faults:
  - { kind: pause, target: { service: db }, at: 10s, for: 5s }
  - { kind: kill, target: { service: cache }, at: 1m }
expect: [{ alert: Down, after: kill-cache, within: 10m }]
allow: [Slow]
abort:
  - { when: { promql: { query: up, max: 1 } } }
remediate:
  - undo: all
  - wait: { for: { resolved: Down }, within: 3m }
`,
    1,
  );
  expect(text).toContain('How long it takes\n                       in production\n');
  expect(text).toContain('  fault and detection  2 min to 11 min\n');
  expect(text).toContain(
    '  - Down fires\n      in production: between 1 min and 10 min after the fault\n  - No other alert fires unmuted, but Slow may\n',
  );
  const course = text.split('\n').slice(3, text.split('\n').indexOf('', 3));
  expect(course.map((line) => line.trimEnd())).toEqual([
    '  before     keep other runs away from the engine, and go away if there is one',
    expect.stringMatching(/^ {2}before {5}wait until nothing unexpected/),
    expect.stringMatching(/^ {2}before {5}and until front \/ answers 200/),
    '  10.0 s     pause db, for 5.0 s',
    expect.stringMatching(/^ {2}15\.0 s {5}/),
    '  1 min      kill cache',
    '  meanwhile  end the run at once when up is at most 1',
    '  repair     undo all faults',
    '  repair     wait until Down is resolved, at most 3 min',
    expect.stringMatching(/^ {2}after {6}wait until the alerts have resolved/),
  ]);
});
