import { expect, test } from 'vitest';
import { type Redirect, redirectRules } from './redirects.js';

const TO_DB: Redirect = { side: 'to', protocol: 'tcp', address: '10.0.0.2', port: 3306, listener: 41_000 };
const FROM_ALL: Redirect = { side: 'from', protocol: 'tcp', port: 3000, listener: 42_000 };
const lines = (redirects: readonly Redirect[], options: { family?: 'ipv4' | 'ipv6'; zone?: number } = {}) =>
  redirectRules(redirects, { family: 'ipv4', uid: 62_443, ...options }).map(
    ({ table, hook, spec }) => `${table} ${hook}: ${spec}`,
  );

test('leads connections to the proxy, and both ways of them into a zone of their own; the proxy’s own go past it', () => {
  expect(lines([TO_DB, FROM_ALL], { zone: 7 })).toEqual([
    'nat OUTPUT: -m owner --uid-owner 62443 -j RETURN',
    'nat OUTPUT: -d 10.0.0.2 -p tcp -m tcp --dport 3306 -j REDIRECT --to-ports 41000',
    'nat PREROUTING: ! -i lo -p tcp -m tcp --dport 3000 -j REDIRECT --to-ports 42000',
    'raw OUTPUT: -p tcp -m tcp --sport 41000 -j CT --zone 7',
    'raw OUTPUT: -p tcp -m tcp --sport 42000 -j CT --zone 7',
    'raw OUTPUT: -m owner --uid-owner 62443 -j RETURN',
    'raw OUTPUT: -d 10.0.0.2 -p tcp -m tcp --dport 3306 -j CT --zone 7',
    'raw PREROUTING: ! -i lo -p tcp -m tcp --dport 3000 -j CT --zone 7',
  ]);
});

test('without zones, rejects what was open before', () => {
  expect(lines([TO_DB, { ...FROM_ALL, address: '10.0.0.3' }]).slice(3)).toEqual([
    'filter OUTPUT: -m owner --uid-owner 62443 -j RETURN',
    'filter OUTPUT: -d 10.0.0.2 -p tcp -m tcp --dport 3306 -j REJECT --reject-with tcp-reset',
    'filter INPUT: -s 10.0.0.3 -p tcp -m tcp --dport 3000 -j REJECT --reject-with tcp-reset',
  ]);
});

test('has no rule for addresses of the other family', () => {
  expect(lines([TO_DB], { family: 'ipv6', zone: 7 }).join()).not.toContain('10.0.0.2');
});
