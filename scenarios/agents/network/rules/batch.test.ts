import { expect, test } from 'vitest';
import { batchOf, chainsOf } from './batch.js';
import { PACKET_CHAINS, packetRules } from './packets.js';

const rules = packetRules({ kind: 'drop', percent: 100, direction: 'both' }, [{ side: 'to', addresses: ['10.0.0.2'] }], 'ipv4');

test('rules go into chains of the agent’s own, all in one batch, and a table that is new is marked', () => {
  expect(batchOf(PACKET_CHAINS, rules, { id: 'ab12cd34', fresh: ['filter'] })).toBe(`*filter
:SUPOPS-AB12CD34-FO - [0:0]
:SUPOPS-AB12CD34-FI - [0:0]
:SUPOPS-AB12CD34-NEW - [0:0]
-A SUPOPS-AB12CD34-FO -d 10.0.0.2 -j DROP
-A SUPOPS-AB12CD34-FI -s 10.0.0.2 -j DROP
-I OUTPUT -j SUPOPS-AB12CD34-FO
-I INPUT -j SUPOPS-AB12CD34-FI
COMMIT
`);
});

test('a second batch replaces what is in the chains, and adds no second jump to them', () => {
  expect(batchOf(PACKET_CHAINS, rules.slice(0, 1), { id: 'ab12cd34', again: true, fresh: ['filter'] })).toBe(`*filter
:SUPOPS-AB12CD34-FO - [0:0]
:SUPOPS-AB12CD34-FI - [0:0]
-A SUPOPS-AB12CD34-FO -d 10.0.0.2 -j DROP
COMMIT
`);
});

test('a rule that two flows need is there once, so that nothing is lost twice', () => {
  const flows = [{ side: 'to' }, { side: 'from' }] as const;
  const twice = packetRules({ kind: 'drop', percent: 50, direction: 'out' }, flows, 'ipv4');
  expect(twice).toHaveLength(2);
  expect(batchOf(chainsOf(twice), twice, { id: 'x' }).match(/^-A /gm)).toHaveLength(1);
});
