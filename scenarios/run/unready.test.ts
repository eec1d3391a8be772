import { describe, expect, it } from 'vitest';
import type { Latest } from '../observe/memory.js';
import { unready } from './unready.js';

const START = 1_000_000;
const at = (now: number) => ({ expected: new Set(['DatabaseDown']), start: START, now, scrapeMs: 1_000 });
const ready = {
  targets: [{ job: 'api', health: 'up', lastScrape: START + 500 }],
  rules: [
    { name: 'DatabaseDown', health: 'ok', lastEvaluation: START + 300 },
    { name: 'Other', health: 'ok', lastEvaluation: 0 },
  ],
  absentSeries: [],
} as unknown as Pick<Latest, 'targets' | 'rules' | 'absentSeries'>;

describe('Prometheus is relied on', () => {
  it('once the expected rules were evaluated and all targets scraped in this run', () => {
    expect(unready(ready, at(START + 600))).toBeUndefined();
    expect(unready({}, at(START))).toBe('Prometheus to answer');
    const idle = { ...ready, rules: ready.rules?.map((rule) => ({ ...rule, lastEvaluation: START - 1 })) ?? [] };
    expect(unready(idle, at(START + 600))).toBe('an evaluation of DatabaseDown');
    const stale = { ...ready, targets: ready.targets?.map((target) => ({ ...target, lastScrape: START - 1 })) ?? [] };
    expect(unready(stale, at(START + 600))).toBe('a fresh scrape of api');
  });

  it('not while it knows no targets, as in its first seconds', () => {
    expect(unready({ ...ready, targets: [] }, at(START + 600))).toBe('Prometheus to know its targets');
  });

  it('without a series that does not come, once there was time for it', () => {
    const absent = { ...ready, absentSeries: ['mysql_up'] };
    expect(unready(absent, at(START + 8_000))).toBe('the series mysql_up');
    expect(unready(absent, at(START + 8_001))).toBeUndefined();
  });
});
