import { expect, test } from 'vitest';
import { placeOf } from './link-place.js';

test.each([
  'https://github.com/supops/supops/blob/main/docs/runbooks/DatabaseDown.md',
  'https://github.com/supops/supops/blob/v1.2/docs/runbooks/DatabaseDown.md#diagnosis',
  'docs/runbooks/DatabaseDown.md',
])('%s is a page of supops’ own', (url) => {
  expect(placeOf(url)).toEqual({ kind: 'own', path: 'docs/runbooks/DatabaseDown.md' });
});

test.each([
  'https://wiki.example/DatabaseDown',
  'http://runbooks/a',
  'https://github.com/supops/supops/blob/main/docs/../x.md',
])('%s leads elsewhere', (url) => {
  expect(placeOf(url)).toEqual({ kind: 'elsewhere' });
});

test.each([
  ['DatabaseDown', 'it is neither a link nor a path of supops’ own docs'],
  ['<no value>/DatabaseDown.md', 'it is neither a link nor a path of supops’ own docs'],
  ['docs/../secrets.md', 'it is neither a link nor a path of supops’ own docs'],
  ['file:///etc/passwd', 'it is no http link, but file:'],
])('%s leads nowhere: %s', (url, why) => {
  expect(placeOf(url)).toEqual({ kind: 'nowhere', why });
});
