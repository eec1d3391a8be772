import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../core/problem.js';
import { channelsFor, inhibitionsOf, parseAlertmanagerConfig, routesFor } from './routes.js';

const RECEIVERS = `
receivers:
  - name: page
    email_configs: [{ to: a@b }]
    slack_configs: [{ channel: '#a' }]
  - name: chat
    slack_configs: [{ channel: '#b' }]
  - { name: hook, webhook_configs: [{ url: 'http://x' }] }
  - { name: pager, pagerduty_configs: [{ routing_key: x }] }
  - name: nobody
`;
const config = parseAlertmanagerConfig(`
route:
  receiver: nobody
  group_by: [alertname]
  group_wait: 10s
  routes:
    - matchers: ['severity="critical"']
      receiver: page
      group_by: ['...']
      routes:
        - matchers: [service = db, 'team =~ "a|b"']
          group_interval: 1m
    - match: { severity: warning }
      match_re: { service: 'api-.*' }
      continue: true
      receiver: chat
    - matchers: ['{severity!="none"}']
      receiver: hook
    - receiver: pager
      group_by: []
${RECEIVERS}`);
const receivers = (labels: Record<string, string>) => routesFor(config, labels).map((route) => route.receiver);

describe('routesFor', () => {
  it('takes the deepest route that accepts, which inherits what it does not say', () => {
    expect(routesFor(config, { severity: 'critical', service: 'db', team: 'b' })).toEqual([
      {
        receiver: 'page',
        matchers: [
          { name: 'service', op: '=', value: 'db' },
          { name: 'team', op: '=~', value: 'a|b' },
        ],
        groupBy: ['...'],
        groupWaitMs: 10_000,
        groupIntervalMs: 60_000,
        repeatIntervalMs: 14_400_000,
        resolvedChannels: [],
        continue: false,
        routes: [],
      },
    ]);
  });

  it('stays at the parent when no child accepts', () =>
    expect(routesFor(config, { severity: 'critical', service: 'web' })[0]?.groupIntervalMs).toBe(300_000));

  it('goes on after a route that says continue', () =>
    expect(receivers({ severity: 'warning', service: 'api-1' })).toEqual(['chat', 'hook']));

  it('ends at the first other', () => expect(receivers({ severity: 'warning', service: 'web' })).toEqual(['hook']));

  it('accepts everything by a route without matchers', () => expect(receivers({ severity: 'none' })).toEqual(['pager']));

  it('inherits group_by when a route lists nothing', () =>
    expect(routesFor(config, { severity: 'none' })[0]?.groupBy).toEqual(['alertname']));

  it('takes the root when nothing else accepts', () => {
    const flat = parseAlertmanagerConfig(`route: {receiver: chat, routes: [{matchers: [a=b]}]}${RECEIVERS}`);
    expect(routesFor(flat, {})).toEqual([flat.route]);
  });
});

describe('the channels that also notify the end', () => {
  const resolved = (channels: string) =>
    parseAlertmanagerConfig(`route: { receiver: a }\nreceivers: [{ name: a, ${channels} }]\n`).route.resolvedChannels;

  it('are those that Alertmanager takes by default', () => {
    expect(resolved('email_configs: [{ to: a@b }], slack_configs: [{ channel: x }]')).toEqual([]);
    expect(resolved("webhook_configs: [{ url: 'http://x' }]")).toEqual(['webhook']);
  });

  it('are those that say so, in one of their integrations at least', () => {
    expect(resolved('email_configs: [{ to: a@b, send_resolved: true }]')).toEqual(['email']);
    expect(resolved('slack_configs: [{ channel: x }, { channel: y, send_resolved: yes }]')).toEqual(['slack']);
    expect(resolved("webhook_configs: [{ url: 'http://x', send_resolved: false }]")).toEqual([]);
  });

  it('are those of an inherited receiver', () => {
    const text = 'route: { receiver: a, routes: [{}] }\nreceivers: [{ name: a, webhook_configs: [{ url: x }] }]\n';
    expect(parseAlertmanagerConfig(text).route.routes.map(({ resolvedChannels }) => resolvedChannels)).toEqual([['webhook']]);
  });
});

describe('channelsFor', () => {
  it('lists the channels of every receiver on the way', () => {
    expect([...channelsFor(config, { severity: 'critical' })]).toEqual(['email', 'slack']);
    expect([...channelsFor(config, { severity: 'warning', service: 'api-1' })]).toEqual(['slack', 'webhook']);
  });

  it('knows no channel of a receiver with others only', () =>
    expect([...channelsFor(config, { severity: 'none' })]).toEqual([]));
});

describe('inhibitionsOf', () => {
  const rules = parseAlertmanagerConfig(`
route: { receiver: chat }
${RECEIVERS}
inhibit_rules:
  - source_matchers: [alertname = Down]
    target_matchers: [alertname =~ "Slow|Errors"]
    equal: [stack]
  - source_match: { severity: critical }
    target_match_re: { severity: 'warning|critical' }
    equal: [alertname]
`);
  const mutes = (source: Record<string, string>, target: Record<string, string>) =>
    inhibitionsOf(rules, target, source).length > 0;

  it('mutes a target whose equal labels are equal', () => {
    expect(mutes({ alertname: 'Down', stack: 'a' }, { alertname: 'Slow', stack: 'a' })).toBe(true);
    expect(mutes({ alertname: 'Down', stack: 'a' }, { alertname: 'Slow', stack: 'b' })).toBe(false);
    expect(mutes({ alertname: 'Down', stack: 'a' }, { alertname: 'Slow' })).toBe(false);
    expect(mutes({ alertname: 'Up', stack: 'a' }, { alertname: 'Slow', stack: 'a' })).toBe(false);
  });

  it('treats a label that both lack as equal', () => expect(mutes({ alertname: 'Down' }, { alertname: 'Errors' })).toBe(true));

  it('reads the older notation', () =>
    expect(mutes({ alertname: 'Disk', severity: 'critical' }, { alertname: 'Disk', severity: 'warning' })).toBe(true));

  it('never lets an alert mute itself, nor two that are on both sides each other', () => {
    const critical = { alertname: 'Disk', severity: 'critical' };
    expect(mutes(critical, critical)).toBe(false);
    expect(mutes(critical, { ...critical, disk: 'b' })).toBe(false);
  });
});

describe('parseAlertmanagerConfig reports', () => {
  it.each([
    [
      'an unknown receiver',
      `route: {receiver: chta}${RECEIVERS}`,
      'am.yml:1:19: there is no receiver "chta", did you mean "chat"? [unknown-receiver]',
    ],
    [
      'an unknown key of a route',
      `route: {receiver: chat, group_weight: 1s}${RECEIVERS}`,
      'am.yml:1:25: a route has no key "group_weight", did you mean "group_wait"? [unknown-key]',
    ],
    [
      'an unknown key of the file',
      `routes: []\nroute: {receiver: chat}${RECEIVERS}`,
      'am.yml:1:1: alertmanager.yml has no key "routes", did you mean "route"? [unknown-key]',
    ],
    [
      'a matcher that is none',
      `route: {receiver: chat, routes: [{matchers: ["severity: x"]}]}${RECEIVERS}`,
      'am.yml:1:46: "severity: x" is not a matcher such as severity = "critical" [bad-matcher]',
    ],
    [
      'a broken regular expression',
      `route: {receiver: chat, routes: [{match_re: {a: "("}}]}${RECEIVERS}`,
      'am.yml:1:49: "(" is not a regular expression [bad-matcher]',
    ],
    [
      'matchers of the root',
      `route: {receiver: chat, matchers: [a=b]}${RECEIVERS}`,
      'am.yml:1:8: the root route cannot have matchers [bad-matcher]',
    ],
    [
      'a root without receiver',
      `route: {group_wait: 1s}${RECEIVERS}`,
      'am.yml:1:8: the root route needs a receiver [missing-key]',
    ],
    ['a file without route', RECEIVERS, 'am.yml:2:1: alertmanager.yml needs a route [missing-key]'],
    [
      'a group_interval of nothing',
      `route: {receiver: chat, group_interval: 0s}${RECEIVERS}`,
      'am.yml:1:41: group_interval cannot be zero [bad-duration]',
    ],
    [
      'a bad duration',
      `route: {receiver: chat, group_wait: soon}${RECEIVERS}`,
      'am.yml:1:37: group_wait is "soon", which is not a duration such as 30s or 1h30m [bad-duration]',
    ],
    [
      '"..." beside labels',
      `route: {receiver: chat, group_by: ['...', a]}${RECEIVERS}`,
      'am.yml:1:35: group_by cannot have "..." beside other labels [bad-group-by]',
    ],
    [
      'a receiver twice',
      `route: {receiver: a}\nreceivers: [{name: a}, {name: a}]`,
      'am.yml:2:31: receiver "a" is defined twice [duplicate-receiver]',
    ],
    [
      'an unknown key of a receiver',
      `route: {receiver: a}\nreceivers: [{name: a, emails: []}]`,
      'am.yml:2:23: a receiver has no key "emails" [unknown-key]',
    ],
    [
      'an unknown key of an inhibition',
      `route: {receiver: a}\nreceivers: [{name: a}]\ninhibit_rules: [{source: {}}]`,
      'am.yml:3:18: an inhibit rule has no key "source", did you mean "sources"? [unknown-key]',
    ],
  ])('%s', (_, text, problem) =>
    expect(parseAlertmanagerConfig(text, 'am.yml').problems.map(formatProblem)).toEqual([problem]),
  );

  it('nothing of the older notation, which still works', () => expect(config.problems).toEqual([]));

  it.each(['', '[]', 'route:', 'route: []', '{', 'receivers: {a: b}'])('problems of %j, and does not throw', (text) =>
    expect(parseAlertmanagerConfig(text).problems.length).toBeGreaterThan(0),
  );
});
