import { expect, test } from 'vitest';
import { createPeers } from './peers.js';

test('an address stays known until another takes its place', async () => {
  const answers = [['10.0.0.2'], ['10.0.0.2'], [], ['10.0.0.9']];
  const peers = createPeers([['db', 'shop-db']], async () => answers.shift() ?? []);
  const seen: unknown[] = [];
  for (let look = 0; look < 4; look++) seen.push([await peers.refresh(), peers.known.get('db shop-db')]);
  expect(seen).toEqual([
    [true, ['10.0.0.2']],
    [false, ['10.0.0.2']],
    [false, ['10.0.0.2']],
    [true, ['10.0.0.9']],
  ]);
});
