import { describe, expect, it } from 'vitest';
import { changeLoad } from './load.js';
import { makePacer } from './pacer.js';

const load = { rate: 5, paths: ['/'], endsAt: 0 };

describe('changeLoad', () => {
  it('only renews the lifetime where nothing is asked', () => {
    expect(changeLoad(load, {}, 60_000, 1_000)).toEqual({ load: { ...load, endsAt: 61_000 }, lifetimeMs: 60_000 });
  });

  it('changes what is named', () => {
    const request = { rate: 0.5, paths: ['/api/products?x=1', '/a-b/c.html'], lifetimeMs: 5_000 };
    expect(changeLoad(load, request, 60_000, 1_000)).toEqual({
      load: { rate: 0.5, paths: request.paths, endsAt: 6_000 },
      lifetimeMs: 5_000,
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
  ])('refuses %j: %s', (request, reason) => {
    expect(changeLoad(load, request, 60_000, 1_000)).toEqual({ refused: reason });
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
