import { expect, test } from 'vitest';
import type { Flow } from './model.js';
import { type PacketAct, packetRules } from './packets.js';

const DB: Flow = { side: 'to', addresses: ['10.0.0.2', 'fd00::2'], ports: [3306, 3307] };
const FRONT: Flow = { side: 'from', addresses: ['10.0.0.3'], ports: [3000] };
const lines = (act: PacketAct, flows: readonly Flow[], family: 'ipv4' | 'ipv6' = 'ipv4') =>
  packetRules(act, flows, family).map(({ hook, spec }) => `${hook}: ${spec}`);

test('refuses the packet that opens a connection, where it leaves or arrives', () => {
  expect(lines({ kind: 'refuse' }, [DB, FRONT])).toEqual([
    'OUTPUT: -d 10.0.0.2 -p tcp -m multiport --dports 3306,3307 -m tcp --syn -j REJECT --reject-with tcp-reset',
    'INPUT: -s 10.0.0.3 -p tcp -m multiport --dports 3000 -m tcp --syn -j REJECT --reject-with tcp-reset',
  ]);
});

test('resets what is not the opening of a connection, in both directions', () => {
  expect(lines({ kind: 'reset' }, [FRONT])).toEqual([
    'OUTPUT: -d 10.0.0.3 -p tcp -m multiport --sports 3000 -m tcp --tcp-flags SYN,RST NONE -j REJECT --reject-with tcp-reset',
    'INPUT: -s 10.0.0.3 -p tcp -m multiport --dports 3000 -m tcp --tcp-flags SYN,RST NONE -j REJECT --reject-with tcp-reset',
  ]);
});

test('loses a share in the direction that is asked for, of every protocol that has ports', () => {
  expect(lines({ kind: 'drop', percent: 12.5, direction: 'in' }, [DB])).toEqual([
    'INPUT: -s 10.0.0.2 -p tcp -m multiport --sports 3306,3307 -m statistic --mode random --probability 0.125 -j DROP',
    'INPUT: -s 10.0.0.2 -p udp -m multiport --sports 3306,3307 -m statistic --mode random --probability 0.125 -j DROP',
  ]);
});

test('each family has the rules for its own addresses', () => {
  expect(
    lines({ kind: 'drop', percent: 100, direction: 'out' }, [{ side: 'to', addresses: ['10.0.0.2', 'fd00::2'] }], 'ipv6'),
  ).toEqual(['OUTPUT: -d fd00::2 -j DROP']);
});

test('a victim that is cut off from everybody still reaches itself, and with it its resolver', () => {
  expect(lines({ kind: 'drop', percent: 100, direction: 'both' }, [{ side: 'to' }])).toEqual([
    'OUTPUT: ! -o lo -j DROP',
    'INPUT: ! -i lo -j DROP',
  ]);
});
