import { describe, expect, it } from 'vitest';
import { readActive, readHttp, readValues } from './read.js';

describe('an HTTP condition', () => {
  const condition = { kind: 'http', service: 'front', path: '/', status: 200, withinMs: 500 } as const;

  it.each([
    [
      { status: 200, tookMs: 12 },
      { state: 'holds', value: 'HTTP 200 after 12 ms' },
    ],
    [
      { status: 200, tookMs: 501 },
      { state: 'fails', value: 'HTTP 200 after 501 ms' },
    ],
    [
      { status: 503, tookMs: 12 },
      { state: 'fails', value: 'HTTP 503 after 12 ms' },
    ],
    [
      { status: undefined, reason: 'connection refused' },
      { state: 'fails', value: 'no answer: connection refused' },
    ],
  ] as const)('holds only with the right status in time: %j', (answer, reading) => {
    expect(readHttp(condition, answer)).toEqual(reading);
  });
});

describe('a PromQL condition', () => {
  const value = (number: number, labels = {}) => ({ labels, value: number });
  const read = (bounds: object, ...values: ReturnType<typeof value>[]) =>
    readValues({ kind: 'promql', query: 'q', ...bounds }, values);

  it('does not hold if there is no data, or no number: that is unknown', () => {
    expect(read({ min: 0 })).toEqual({ state: 'unknown', value: 'no data' });
    expect(read({ max: 1 }, value(Number.NaN))).toEqual({ state: 'unknown', value: 'NaN' });
    expect(read({ max: 1 }, value(2), value(Number.NaN))).toEqual({ state: 'unknown', value: '2, NaN' });
  });

  it.each([
    [{ equals: 2 }, 2, 'holds'],
    [{ equals: 2 }, 2.01, 'fails'],
    [{ equals: 2, tolerance: 0.1 }, 1.95, 'holds'],
    [{ equals: 2, tolerance: 0.1 }, 2.1, 'holds'],
    [{ equals: 2, tolerance: 0.1 }, 2.2, 'fails'],
    [{ min: 1 }, 1, 'holds'],
    [{ min: 1 }, 0.5, 'fails'],
    [{ max: 1 }, 1.5, 'fails'],
    [{ min: 1, max: 2 }, 1.5, 'holds'],
    [{ max: 5 }, Infinity, 'fails'],
  ])('%j is judged by its bounds: %d', (bounds, number, state) => {
    expect(read(bounds, value(number)).state).toBe(state);
  });

  it('holds only if every value is within the bounds, and names those that are not', () => {
    expect(read({ min: 1 }, value(1, { job: 'api' }), value(0, { __name__: 'up', job: 'db' }))).toEqual({
      state: 'fails',
      value: '0 for {job="db"}',
    });
    const many = [1, 2, 3, 4, 5].map((number) => value(number / 3));
    expect(read({ max: 9 }, ...many)).toEqual({ state: 'holds', value: '0.333333, 0.666667, 1 and 2 more' });
  });
});

it('quiet names what disturbs it', () => {
  expect(readActive([])).toEqual({ state: 'holds', value: 'none' });
  expect(readActive(['DatabaseDown is firing'])).toEqual({ state: 'fails', value: 'DatabaseDown is firing' });
});
