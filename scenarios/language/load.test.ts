import { describe, expect, it } from 'vitest';
import { changed, GOOD, KNOWN, load, problems } from '../testing/scenario-text.js';
import { loadScenario } from './load.js';

describe('a scenario file', () => {
  it('is loaded with every default filled in', () => {
    expect(load(GOOD)).toEqual({
      problems: [],
      scenario: {
        name: 'db-down',
        title: 'The database is gone',
        file: 'my.yaml',
        text: GOOD,
        steadyState: { minRequests: 30, minGoodRatio: 0.99 },
        load: { rate: 10, paths: [] },
        faults: [{ id: 'kill-db', kind: 'kill', target: { service: 'db', instances: 'all' }, atMs: 0, params: { hold: true } }],
        expect: [
          {
            id: 'DatabaseDown',
            alert: 'DatabaseDown',
            labels: { severity: 'critical', service: 'db' },
            notified: ['email', 'slack'],
            resolves: true,
            line: 6,
            column: 12,
          },
          {
            id: 'ApiErrorRateHigh',
            alert: 'ApiErrorRateHigh',
            labels: {},
            notified: [],
            resolves: false,
            inhibitedBy: 'DatabaseDown',
            line: 10,
            column: 12,
          },
        ],
        allow: ['SiteProbeFailing'],
        recoverWithinMs: 60_000,
        runbook: 'docs/runbooks/DatabaseDown.md',
      },
    });
  });

  it('numbers expectations of the same alert', () => {
    const { scenario } = load(`${GOOD.split('allow')[0]}  - alert: DatabaseDown\n    labels: { service: db-2 }\n`);
    expect(scenario?.expect.map(({ id }) => id)).toEqual(['DatabaseDown', 'ApiErrorRateHigh', 'DatabaseDown#2']);
  });

  it('may have several faults on a timeline, each with an id of its own', () => {
    const faults = `faults:
  - { kind: kill, target: { service: db }, hold: true }
  - { id: half, kind: kill, target: { service: api, instances: one }, at: 5s, for: 1m }
  - { kind: kill, target: { service: db, instances: 2 }, at: 10s }
`;
    const text = GOOD.replace(/target: .*\nfault: .*\n/, faults).replace('    resolves: true\n', '    after: half\n');
    const { scenario, problems: found } = load(text);
    expect(found).toEqual([]);
    expect(scenario?.faults).toEqual([
      { id: 'kill-db', kind: 'kill', target: { service: 'db', instances: 'all' }, atMs: 0, params: { hold: true } },
      {
        id: 'half',
        kind: 'kill',
        target: { service: 'api', instances: 1 },
        atMs: 5_000,
        forMs: 60_000,
        params: { hold: false },
      },
      { id: 'kill-db-2', kind: 'kill', target: { service: 'db', instances: 2 }, atMs: 10_000, params: { hold: false } },
    ]);
    expect(scenario?.expect[0]?.after).toBe('half');
  });

  it('has its faults written in one notation, of known kinds, on known services', () => {
    const several = (...entries: readonly string[]) => changed(/target: .*\n/, `faults: [${entries.join(', ')}]\n`);
    expect(several('{ kind: kill, target: { service: db } }')).toEqual([
      'my.yaml:4:1: `fault` contradicts `faults`: write it as an entry of `faults` [contradiction]',
    ]);
    expect(changed(/target: .*\nfault: .*\n/, 'faults: [{ kind: kill, target: { service: dbb } }]\n')).toEqual([
      'my.yaml:3:43: unknown service "dbb", did you mean "db"? [unknown-service]',
    ]);
    expect(changed(/target: .*\n/, '')).toEqual(['my.yaml:1:1: "target" is missing: The victim of `fault` [missing-key]']);
    expect(changed('kind: kill', 'kind: kil')).toEqual([
      expect.stringMatching(
        /^my\.yaml:4:16: fault\.kind: expected .*kill.*, found "kil", did you mean "kill"\? \[invalid-value\]$/,
      ),
    ]);
    expect(changed('hold: true', 'hald: true')).toEqual([
      'my.yaml:4:22: unknown key "hald", did you mean "hold"? [unknown-key]',
    ]);
    const twice = '{ id: x, kind: kill, target: { service: db } }';
    expect(changed(/target: .*\nfault: .*\n/, `faults: [${twice}, ${twice}]\n`)).toEqual([
      'my.yaml:3:64: x is already the id of faults[0] [duplicate-fault]',
    ]);
    expect(changed('    resolves: true', '    after: kil-db')).toEqual([
      'my.yaml:9:12: unknown fault "kil-db", did you mean "kill-db"? [unknown-fault]',
    ]);
  });

  it('names the new key for one that was renamed', () => {
    expect(changed('runbook:', 'remediation:')).toEqual(['my.yaml:13:1: `remediation` is called `runbook` now [unknown-key]']);
  });

  it('has all its problems reported at once, with their positions', () => {
    const text = `scenario: DB down
titel: The database is gone
target: { service: dbb }
fault: { kind: kill, hold: maybe }
expct: []
expect:
  - alert: DatabaseDwn
    notified: [email, slak]
    within: 5 minutes
  - alert: DatabaseDown
    within: 60s
  - alert: ApiErrorRateHigh
    inhibitedBy: DatabaseDonw
allow: [SiteProbe, SiteProbeFailng]
`;
    expect(problems(text)).toEqual([
      'my.yaml:1:1: "title" is missing: What has happened, as the title of the report [missing-key]',
      'my.yaml:1:11: scenario: expected a name of lower-case words joined by hyphens, such as db-down [invalid-value]',
      'my.yaml:2:1: unknown key "titel", did you mean "title"? [unknown-key]',
      'my.yaml:3:20: unknown service "dbb", did you mean "db"? [unknown-service]',
      'my.yaml:4:28: fault.hold: expected true or false, found "maybe" [invalid-value]',
      'my.yaml:5:1: unknown key "expct", did you mean "expect"? [unknown-key]',
      'my.yaml:7:12: unknown alert "DatabaseDwn", did you mean "DatabaseDown"? [unknown-alert]',
      'my.yaml:8:23: expect[0].notified[1]: expected one of email, slack, webhook, found "slak", did you mean "slack"? [unknown-channel]',
      'my.yaml:9:13: expect[0].within: "5 minutes" is not a duration; write it as Prometheus does: 30s, 5m, 1h30m [invalid-duration]',
      'my.yaml:11:13: cannot pass: the floor is 75 s, `within` is 60 s [below-floor]',
      'my.yaml:13:18: unknown alert "DatabaseDonw", did you mean "DatabaseDown"? [unknown-alert]',
      'my.yaml:14:9: unknown alert "SiteProbe" [unknown-alert]',
      'my.yaml:14:20: unknown alert "SiteProbeFailng", did you mean "SiteProbeFailing"? [unknown-alert]',
    ]);
  });

  it('may name an alert that only Prometheus knows', () => {
    const known = { ...KNOWN, loadedAlerts: ['FromElsewhere'] };
    expect(changed('SiteProbeFailing', 'FromElsewhere', known)).toEqual([]);
    expect(changed('SiteProbeFailing', 'FromElsewher', known)).toEqual([
      'my.yaml:12:9: unknown alert "FromElsewher", did you mean "FromElsewhere"? [unknown-alert]',
    ]);
  });

  it('may expect what the floor allows', () => {
    expect(changed('    resolves: true', '    within: 75s')).toEqual([]);
    expect(changed('    resolves: true', '    within: 74s')).toEqual([
      'my.yaml:9:13: cannot pass: the floor is 75 s, `within` is 74 s [below-floor]',
    ]);
  });

  it('may expect labels that no rule has: that is for the run to find', () => {
    expect(changed('severity: critical', 'severity: page')).toEqual([]);
  });

  it('must not contradict itself', () => {
    const muted = '    inhibitedBy: DatabaseDown';
    expect(changed(muted, `${muted}\n    notified: [slack]\n    within: 5m`)).toEqual([
      'my.yaml:12:5: `notified` contradicts `inhibitedBy`: a muted alert sends no message [contradiction]',
      'my.yaml:13:5: `within` contradicts `inhibitedBy`: a muted alert sends no message [contradiction]',
    ]);
    expect(changed('inhibitedBy: DatabaseDown', 'inhibitedBy: ApiErrorRateHigh')).toEqual([
      'my.yaml:11:18: an alert cannot be muted by itself [contradiction]',
    ]);
    expect(changed('    resolves: true', '    within: 5m\n    notBefore: 6m')).toEqual([
      'my.yaml:10:16: cannot pass: `notBefore` (360 s) is after `within` (300 s) [contradiction]',
    ]);
    expect(
      changed(
        '  - alert: ApiErrorRateHigh\n    inhibitedBy: DatabaseDown',
        '  - alert: SiteProbeFailing\n  - alert: SiteProbeFailing',
      ),
    ).toEqual(['my.yaml:11:12: SiteProbeFailing with these labels is already expected in expect[1] [duplicate-expectation]']);
  });

  it('must have values of the right type', () => {
    expect(changed('severity: critical', 'severity: 5')).toEqual([
      'my.yaml:7:25: expect[0].labels.severity: expected text, found the number 5; write it in quotes: "5" [invalid-value]',
    ]);
    expect(changed('[email, slack]', 'email')).toEqual([
      'my.yaml:8:15: expect[0].notified: expected a list, found "email" [invalid-value]',
    ]);
    expect(changed('    resolves: true', '    within: 90')).toEqual([
      'my.yaml:9:13: expect[0].within: expected a duration such as 1m30s, found the number 90 [invalid-duration]',
    ]);
    expect(changed('target: { service: db }', 'target:')).toEqual([
      'my.yaml:3:1: target: expected a mapping, found nothing [invalid-value]',
    ]);
    expect(changed('allow:', 'load: { rate: 0, paths: [api] }\nallow:')).toEqual([
      'my.yaml:12:15: load.rate: expected more than 0, found the number 0 [invalid-value]',
      'my.yaml:12:26: load.paths[0]: expected a path that starts with /, such as /api/products [invalid-value]',
    ]);
    expect(changed(/expect:[\s\S]*allow/, 'expect: {}\nallow')).toEqual([
      'my.yaml:5:9: expect: expected a list, found a mapping [invalid-value]',
    ]);
  });

  it('has names that cannot leave the folder of runs', () => {
    for (const name of ['../x', 'a/b', 'a'.repeat(65), '-a', '""'])
      expect(changed('scenario: db-down', `scenario: ${name}`), name).toHaveLength(1);
  });
});

describe('text that is not a scenario', () => {
  it.each([
    ['nothing', '', 'my.yaml:1:1: the file is empty; a scenario begins with `scenario: <name>` [empty-file]'],
    ['a comment', '# later\n', 'my.yaml:1:1: the file is empty; a scenario begins with `scenario: <name>` [empty-file]'],
    ['a list', '- scenario: x\n', 'my.yaml:1:1: expected a mapping, found a list [invalid-value]'],
    ['a word', 'scenario\n', 'my.yaml:1:1: expected a mapping, found "scenario" [invalid-value]'],
    ['a huge file', `# ${'x'.repeat(1024 * 1024)}\n${GOOD}`, 'my.yaml:1:1: the file is larger than 1 MiB [file-too-large]'],
    ['deep brackets', '['.repeat(50_000), 'my.yaml:1:1: the file is nested deeper than 64 levels [yaml-syntax]'],
    ['deep dashes', '- '.repeat(50_000), 'my.yaml:1:1: the file is nested deeper than 64 levels [yaml-syntax]'],
  ])('is refused: %s', (_, text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it('is refused with the positions of its syntax errors, and what is readable is still checked', () => {
    expect(changed('title: The database', 'title: "The database')).toEqual([
      'my.yaml:14:1: Missing closing "quote [yaml-syntax]',
    ]);
    expect(changed('    resolves: true', '\tresolves: true')).toContain(
      'my.yaml:9:1: a tab is used as indentation; YAML allows only spaces [yaml-syntax]',
    );
    const broken = changed('target: { service: db }', 'target: { service: dbb').map((line) => line.replace(/^.*\[/, '['));
    expect(broken).toContain('[yaml-syntax]');
    expect(broken).toContain('[unknown-service]');
    expect(broken).not.toContain('[missing-key]');
  });

  it('is refused for duplicate keys, further documents and aliases', () => {
    expect(changed('title:', 'title: A\ntitle:')).toEqual(['my.yaml:3:1: this key is already given above [duplicate-key]']);
    expect(problems(`${GOOD}---\n${GOOD}`)).toEqual([
      'my.yaml:14:1: a second document starts here; a file holds one scenario [yaml-documents]',
    ]);
    expect(changed('target: { service: db }', 'target: { service: &x db }\nload: *x')).toContain(
      'my.yaml:4:7: aliases are not understood in scenario files: write out the value of *x [yaml-alias]',
    );
  });

  it('does not expand aliases', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}`;
    expect(problems(bomb).filter((line) => line.includes('[yaml-alias]'))).toHaveLength(72);
  });

  it('is understood with a byte order mark and with CRLF', () => {
    expect(problems(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`)).toEqual([]);
    expect(problems(GOOD.replace('service: db }', 'service: dbb }').replaceAll('\n', '\r\n'))).toEqual([
      'my.yaml:3:20: unknown service "dbb", did you mean "db"? [unknown-service]',
    ]);
  });

  it('never makes the loader throw, wherever it is cut', () => {
    for (let length = 0; length < GOOD.length; length++) {
      const { scenario, problems: found } = load(GOOD.slice(0, length));
      expect(scenario === undefined, `cut at ${length}`).toBe(found.length > 0);
      for (const { line, column } of found) expect(line > 0 && column > 0).toBe(true);
    }
  });

  it('never makes the loader throw for odd keys', () => {
    for (const odd of [
      '__proto__: 1',
      'constructor: 1',
      '? [a]\n: b',
      '1: 2',
      '<<: { a: 1 }',
      '"": 1',
      '!!binary x: y',
      '&a *a : 1',
    ])
      expect(problems(`${odd}\n${GOOD}`).length, odd).toBeGreaterThan(0);
  });
});

describe('what a fault kind demands of its parameters together', () => {
  const app = (fault: string) => changed(/^target.*\nfault.*$/m, `target: { service: api }\nfault: ${fault}`);

  it('is demanded of the fault, at its place in the file', () => {
    expect(app('{ kind: app, errors: 0.4 }')).toEqual([]);
    expect(app('{ kind: app, ttl: 1m }')).toEqual([
      'my.yaml:4:8: fault: name at least one of errors, slow, leak, cpu, badKey [invalid-value]',
    ]);
  });

  it('is demanded of each of several faults', () => {
    const text = GOOD.replace(/^target.*\nfault.*$/m, 'faults:\n  - { kind: app, target: { service: api } }');
    expect(problems(text)).toEqual([
      'my.yaml:4:5: faults[0]: name at least one of errors, slow, leak, cpu, badKey [invalid-value]',
    ]);
  });

  it('comes with suggestions for names', () => {
    expect(app("{ kind: app, slow: { route: '/api/product', delay: 2s } }")).toEqual([
      'my.yaml:4:36: fault.slow.route: expected one of /api/products, /api/products/:id, /api/orders/recent, /api/orders, /api/reports/sales, found "/api/product", did you mean "/api/products"? [invalid-value]',
    ]);
    expect(app('{ kind: app, error: 0.4, errors: 0.4 }')).toEqual([
      'my.yaml:4:21: unknown key "error", did you mean "errors"? [unknown-key]',
    ]);
  });
});

describe('a load', () => {
  const load = (text: string) => changed('allow:', `load: ${text}\nallow:`);

  it('may change its rate, and request something once in a while', () => {
    const text = '{ shape: { kind: spike, to: 50, at: 5s, for: 10s }, also: [{ path: /api/reports/sales, every: 5s }] }';
    expect(loadScenario('my.yaml', GOOD.replace('allow:', `load: ${text}\nallow:`), KNOWN).scenario?.load).toEqual({
      rate: 10,
      paths: [],
      shape: { kind: 'spike', to: 50, atMs: 5_000, forMs: 10_000 },
      also: [{ path: '/api/reports/sales', everyMs: 5_000 }],
    });
    expect(load('{ shape: { kind: step, to: 0 } }')).toEqual([]);
  });

  it.each([
    [
      '{ shape: { kind: wave, to: 5 } }',
      'my.yaml:12:24: load.shape.kind: expected one of step, ramp, spike, found "wave" [invalid-value]',
    ],
    [
      '{ shape: { kind: ramp, to: 5 } }',
      'my.yaml:12:16: load.shape.for: say how long the ramp or the spike takes [invalid-value]',
    ],
    [
      '{ shape: { kind: step, to: 5, for: 5s } }',
      'my.yaml:12:42: load.shape.for: a step stays: leave `for` out, or make it a ramp or a spike [invalid-value]',
    ],
    [
      '{ shape: { kind: spike, to: 5, for: 0s } }',
      'my.yaml:12:43: load.shape.for: expected a duration above 0 [invalid-value]',
    ],
    [
      '{ shape: { kind: spike, to: 500, for: 5s } }',
      'my.yaml:12:35: load.shape.to: expected at most 200, found the number 500 [invalid-value]',
    ],
    [
      '{ also: [{ path: /x, every: 10ms }] }',
      'my.yaml:12:35: load.also[0].every: expected a duration of at least 1s [invalid-value]',
    ],
  ])('of %s is refused', (text, problem) => {
    expect(load(text)).toEqual([problem]);
  });
});
