import { describe, expect, it } from 'vitest';
import { changed, GOOD, load, problems } from '../testing/scenario-text.js';

describe('what an expectation can say', () => {
  const expecting = (entry: string, rest = '') =>
    load(GOOD.replace(/ {2}- alert: DatabaseDown[\s\S]*allow.*\n/, `${entry}\n${rest}`)).scenario;

  it('is loaded with only what is written', () => {
    const loaded = expecting(
      `  - alert: DatabaseDown
    annotations: { summary: /gone/ }
    runbook: true
    rendered: false
    grouped: true
    flaps: 2
    afterAlert: ApiErrorRateHigh`,
      'forbid: [SiteProbeFailing]\nwatch: 20m\n',
    );
    expect(loaded?.expect).toEqual([
      {
        id: 'DatabaseDown',
        alert: 'DatabaseDown',
        labels: {},
        notified: [],
        resolves: false,
        annotations: { summary: '/gone/' },
        runbook: true,
        rendered: false,
        grouped: true,
        flaps: 2,
        afterAlert: 'ApiErrorRateHigh',
        line: 6,
        column: 12,
      },
    ]);
    expect(loaded).toMatchObject({ forbid: ['SiteProbeFailing'], watchMs: 1_200_000 });
  });

  it('may be that an alert falls silent, or that nothing fires', () => {
    const silent = expecting('  - alert: DatabaseDown\n    silent: true\n    within: 9h');
    expect(silent).toMatchObject({
      expect: [],
      silences: [{ id: 'DatabaseDown', alert: 'DatabaseDown', withinMs: 32_400_000, line: 6, column: 12 }],
    });
    expect(load(GOOD.replace(/expect:[\s\S]*allow/, 'expect: []\nallow')).scenario).toMatchObject({ expect: [] });
  });

  it('must be possible', () => {
    expect(changed('    resolves: true', '    silent: true')).toEqual([
      'my.yaml:7:5: `labels` contradicts `silent`: what is judged is that no message arrives [contradiction]',
      'my.yaml:8:5: `notified` contradicts `silent`: what is judged is that no message arrives [contradiction]',
    ]);
    expect(changed(/ {4}labels[\s\S]* {4}resolves: true/, '    silent: true\n    within: 1h')).toEqual([
      'my.yaml:8:13: cannot pass: the floor is 14700 s, `within` is 3600 s [below-floor]',
    ]);
    expect(changed('    inhibitedBy: DatabaseDown', '    inhibitedBy: DatabaseDown\n    grouped: true')).toEqual([
      'my.yaml:12:5: `grouped` contradicts `inhibitedBy`: a muted alert sends no message [contradiction]',
    ]);
    expect(changed('    resolves: true', '    annotations: { summary: /(/ }')).toEqual([
      'my.yaml:9:29: /(/ is not a regular expression [invalid-value]',
    ]);
  });

  it('names alerts that exist, each in one role', () => {
    expect(changed('allow: [SiteProbeFailing]', 'allow: [SiteProbeFailing]\nforbid: [DatabaseDwn]')).toEqual([
      'my.yaml:13:10: unknown alert "DatabaseDwn", did you mean "DatabaseDown"? [unknown-alert]',
    ]);
    expect(changed('allow: [SiteProbeFailing]', 'allow: [SiteProbeFailing]\nforbid: [DatabaseDown, SiteProbeFailing]')).toEqual(
      [
        'my.yaml:13:10: `forbid` contradicts `expect`: both name DatabaseDown [contradiction]',
        'my.yaml:13:24: `forbid` contradicts `allow`: both name SiteProbeFailing [contradiction]',
      ],
    );
    expect(changed('    resolves: true', '    afterAlert: SiteProbeFalling')).toEqual([
      'my.yaml:9:17: unknown alert "SiteProbeFalling", did you mean "SiteProbeFailing"? [unknown-alert]',
    ]);
  });

  it('has an order without a circle', () => {
    expect(changed('    resolves: true', '    afterAlert: DatabaseDown')).toEqual([
      'my.yaml:9:17: cannot pass: DatabaseDown would have to fire after itself [contradiction]',
    ]);
    const circle = GOOD.replace('    resolves: true', '    afterAlert: ApiErrorRateHigh').replace(
      'inhibitedBy: DatabaseDown',
      'afterAlert: DatabaseDown',
    );
    expect(problems(circle)).toEqual([
      'my.yaml:9:17: cannot pass: DatabaseDown would have to fire after itself (DatabaseDown after ApiErrorRateHigh after DatabaseDown) [contradiction]',
      'my.yaml:11:17: cannot pass: ApiErrorRateHigh would have to fire after itself (ApiErrorRateHigh after DatabaseDown after ApiErrorRateHigh) [contradiction]',
    ]);
  });
});
