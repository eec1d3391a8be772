import { expect, test } from 'vitest';
import { resolveContent, secretMark, withSecrets } from './secret-content.js';

const text = `user=shop\npassword=${secretMark('shopPassword')}\ntoken=${secretMark('token')}`;

test('a text with marks becomes parts with references between them', () => {
  expect(withSecrets(text)).toEqual(['user=shop\npassword=', { secret: 'shopPassword' }, '\ntoken=', { secret: 'token' }, '']);
});

test('references are replaced by what they stand for, and plain content stays as it is', () => {
  expect(resolveContent(withSecrets(text), { shopPassword: 'a', token: 'b' })).toBe('user=shop\npassword=a\ntoken=b');
  expect(resolveContent('plain', {})).toBe('plain');
  const bytes = new Uint8Array([1]);
  expect(resolveContent(bytes, {})).toBe(bytes);
});

test('a reference to a secret that is not there is refused', () => {
  expect(() => resolveContent(withSecrets(text), { shopPassword: 'a' })).toThrow('there is no secret named token');
});
