import { expect, test } from 'vitest';
import { compareVersions, negotiateApi } from './api-version.js';

test.each([
  ['Docker 19.03 is too old', '1.40', '1.12', undefined],
  ['Docker 20.10 is spoken to in its own version', '1.41', '1.12', '1.41'],
  ['Docker 24 is spoken to in its own version', '1.43', '1.12', '1.43'],
  ['Docker 25 is spoken to in the preferred version', '1.44', '1.24', '1.44'],
  ['Docker 29, which refuses all before 1.44, is spoken to in that', '1.52', '1.44', '1.44'],
  ['an engine that has dropped the preferred version is asked in its oldest', '1.60', '1.48', '1.48'],
])('%s', (_, newest, oldest, expected) => {
  expect(negotiateApi({ newest, oldest })).toBe(expected);
});

test('versions are compared by number, not by text', () => {
  expect(compareVersions('1.9', '1.41')).toBeLessThan(0);
  expect(compareVersions('2.0', '1.41')).toBeGreaterThan(0);
  expect(compareVersions('1.41', '1.41')).toBe(0);
});
