import { expect, test } from 'vitest';
import { sayRecorded } from './recorded/recorded.js';
import { RECORDED } from './recorded/situations.js';
import { saidText } from './situation.js';

test.each(RECORDED)('$name: $wrong', (situation) => {
  expect(saidText(sayRecorded(situation))).toBe(saidText(situation));
});

test('every situation has a name of its own', () => {
  const names = RECORDED.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});
