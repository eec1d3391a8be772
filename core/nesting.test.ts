import { expect, test } from 'vitest';
import { isTooDeep } from './nesting.js';

test.each([
  ['brackets', '['.repeat(65)],
  ['mappings in one line', `${'{ a: '.repeat(65)}1`],
  ['lists in one line', `${'- '.repeat(65)}1`],
  ['a block indented by a thousand columns', `${' '.repeat(1_001)}a: 1`],
])('%s are too deep', (_, text) => {
  expect(isTooDeep(text)).toBe(true);
});

test.each([
  ['64 levels', '['.repeat(64)],
  ['a line of dashes', '-'.repeat(200)],
  ['many lists beside each other', '- [a]\n'.repeat(500)],
])('%s are not', (_, text) => {
  expect(isTooDeep(text)).toBe(false);
});
