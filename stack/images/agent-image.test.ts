import { expect, test } from 'vitest';
import type { Helper } from '../engine/engine.js';
import { fakeEngine } from '../testing/fake-engine.js';
import { agentImageOf, ensureAgentImage } from './agent-image.js';

const PARTS = { base: 'node:24', network: 'shop', name: 'shop-agent-image', labels: {} };

function engineWhere({ has = false, exitCode = 0, said = '' }) {
  const committed: string[] = [];
  const helper: Pick<Helper, 'id' | 'output' | 'exited'> = {
    id: 'h1',
    output: (async function* () {
      if (said !== '') yield { stream: 'stderr' as const, text: said };
    })(),
    exited: Promise.resolve(exitCode),
  };
  const { engine, calls } = fakeEngine({
    capabilities: {
      helpers: { run: async () => helper as Helper },
      images: { has: async () => has, commit: async (id, reference) => void committed.push(`${id} as ${reference}`) },
    },
  });
  return { engine, calls, committed };
}

test('the image of the agents is made of Node’s once, and the instance in which it was made is removed', async () => {
  const { engine, calls, committed } = engineWhere({});
  expect(await ensureAgentImage(engine, PARTS)).toBeUndefined();
  expect([committed, calls]).toEqual([[`h1 as ${agentImageOf('node:24')}`], ['remove h1']]);
  const there = engineWhere({ has: true });
  expect(await ensureAgentImage(there.engine, PARTS)).toBeUndefined();
  expect([there.committed, there.calls]).toEqual([[], []]);
});

test('one that cannot be made costs no more than the faults of the network', async () => {
  const { engine, calls, committed } = engineWhere({ exitCode: 100, said: 'E: Unable to locate package iptables' });
  expect(await ensureAgentImage(engine, PARTS)).toBe(
    'faults of the network cannot be made: no image with iptables could be made of node:24: E: Unable to locate package iptables',
  );
  expect([committed, calls]).toEqual([[], ['remove h1']]);
});

test('another base makes another image', () => {
  expect(agentImageOf('node:24')).not.toBe(agentImageOf('node:26'));
});
