import { expect, test } from 'vitest';
import { reasonToAbort } from './abort.js';

const condition = { kind: 'promql', query: 'errors', max: 5 } as const;
const reading = (state: 'holds' | 'fails' | 'unknown', since = 0) => ({ state, value: '7', at: 0, since });

test('`when` ends the run if the condition holds, and only then', () => {
  expect(reasonToAbort({ on: 'when', condition }, reading('holds'), 0)).toBe('when errors is at most 5: 7');
  expect(reasonToAbort({ on: 'when', condition }, reading('fails'), 99_000)).toBeUndefined();
});

test('`unless` ends the run if the condition does not hold, and only then', () => {
  expect(reasonToAbort({ on: 'unless', condition }, reading('fails'), 0)).toBe('unless errors is at most 5: 7');
  expect(reasonToAbort({ on: 'unless', condition }, reading('holds'), 99_000)).toBeUndefined();
});

test('a condition that gives no clear answer for 10 s ends the run, whichever it is', () => {
  for (const on of ['when', 'unless'] as const) {
    expect(reasonToAbort({ on, condition }, reading('unknown', 1_000), 10_999)).toBeUndefined();
    expect(reasonToAbort({ on, condition }, reading('unknown', 1_000), 11_000)).toBe(
      `${on} errors is at most 5: no clear answer for 10.0 s: 7`,
    );
  }
});
