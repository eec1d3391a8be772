import { describe, expect, it } from 'vitest';
import { changeLoad, currentLoad } from './load.js';
import { makePacer } from './pacer.js';

const base = { rate: 5, paths: ['/'], endsAt: 50_000 };
const state = { base };

describe('changeLoad', () => {
  it('only renews the base load when nothing is asked', () => {
    expect(changeLoad(state, {}, 60_000, 1_000)).toEqual({ state: { base: { ...base, endsAt: 61_000 } } });
  });

  it('puts what is named in the place of the base load until it ends', () => {
    const request = { rate: 0.5, paths: ['/api/products?x=1', '/a-b/c.html'], lifetimeMs: 5_000 };
    const instead = { rate: 0.5, paths: request.paths, endsAt: 6_000 };
    expect(changeLoad(state, request, 60_000, 1_000)).toEqual({ state: { base, instead } });
    expect(currentLoad({ base, instead }, 5_999)).toBe(instead);
    expect(currentLoad({ base, instead }, 6_000)).toBe(base);
  });

  it('keeps shape and regular visits, even at the base load’s own rate', () => {
    const more = { shape: { kind: 'step', to: 50, from: 2_000 }, also: [{ path: '/api/reports/sales', everyMs: 5_000 }] };
    for (const part of [more, { shape: more.shape }, { also: more.also }])
      expect(changeLoad(state, { ...part, lifetimeMs: 5_000 }, 60_000, 1_000)).toEqual({
        state: { base, instead: { rate: 5, paths: ['/'], ...part, endsAt: 6_000 } },
      });
  });

  it('goes back to the base load when that is asked for', () => {
    const surge = { base, instead: { ...base, rate: 100, endsAt: 9_000 } };
    expect(changeLoad(surge, { rate: 5, paths: ['/'] }, 60_000, 1_000)).toEqual({
      state: { base: { ...base, endsAt: 61_000 } },
    });
  });

  it.each([
    [null, 'expected a JSON object'],
    [[], 'expected a JSON object'],
    [{ rat: 1 }, 'unknown: rat'],
    [{ rate: 201 }, 'rate must be a number from 0 to 200'],
    [{ rate: Number.NaN }, 'rate must be a number from 0 to 200'],
    [{ rate: '5' }, 'rate must be a number from 0 to 200'],
    [{ lifetimeMs: 3_600_001 }, 'lifetimeMs must be a number from 0 to 3600000'],
    [{ paths: [] }, 'paths must be 1 to 50 paths of the site'],
    [{ paths: ['//other.host/'] }, 'paths must be 1 to 50 paths of the site'],
    [{ paths: ['@other.host'] }, 'paths must be 1 to 50 paths of the site'],
    [{ paths: ['/a b'] }, 'paths must be 1 to 50 paths of the site'],
    [{ paths: [5] }, 'paths must be 1 to 50 paths of the site'],
    [{ shape: { kind: 'step', to: 201, from: 1 } }, 'the to of shape must be a rate'],
    [{ also: '/' }, 'also must be at most 50 paths with everyMs of at least 1000'],
    [{ also: [{ path: '/', everyMs: 999 }] }, 'also must be at most 50 paths with everyMs of at least 1000'],
    [{ also: [{ path: '//x', everyMs: 5_000 }] }, 'also must be at most 50 paths with everyMs of at least 1000'],
  ])('refuses %j: %s', (request, reason) => {
    expect(changeLoad(state, request, 60_000, 1_000)).toEqual({ refused: reason });
  });
});

describe('makePacer', () => {
  it('meets a rate exactly over time, however uneven the calls', () => {
    let now = 0;
    const pacer = makePacer(() => now);
    let sent = 0;
    for (const step of [130, 270, 1, 599, 200, 300, 500, 700, 300]) {
      now += step;
      sent += pacer.due(7);
    }
    expect([now, sent]).toEqual([3_000, 21]);
  });

  it('does not make up for a pause', () => {
    let now = 0;
    const pacer = makePacer(() => now);
    now = 60_000;
    expect(pacer.due(10)).toBe(10);
  });
});
