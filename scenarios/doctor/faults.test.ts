import { expect, test } from 'vitest';
import { z } from 'zod';
import { fakeEngine } from '../../stack/testing/fake-engine.js';
import { agentFault } from '../faults/agent-fault.js';
import { kill } from '../faults/kill.js';
import type { AgentProbe } from './agent-probe.js';
import { faultChecks } from './faults.js';

const slow = agentFault({
  kind: 'slow',
  description: 'd',
  params: z.strictObject({ by: z.string() }),
  words: () => ({ noun: '', plan: '', done: '', effect: '', repair: '' }),
  agent: () => ({ program: 'network', shares: { network: true }, capabilities: ['NET_ADMIN'] }),
  args: () => ({}),
});
const engine = () => fakeEngine({ capabilities: { helpers: {} } }).engine;
const probe = (answer: Awaited<ReturnType<AgentProbe['look']>>): AgentProbe => ({
  look: async () => answer,
  end: async () => {},
});
const check = async (...parameters: Parameters<typeof faultChecks>) =>
  (await Promise.all(faultChecks(...parameters).map(({ run }) => run())))[0];

test('a kind that the engine makes says by what', async () => {
  expect(await check(engine(), undefined, [kill])).toEqual({ status: 'ok', detail: 'by the engine (kill)' });
});

test('a kind whose capability the engine lacks cannot be used', async () => {
  const { kill: _, ...without } = engine();
  expect(await check(without as never, undefined, [kill])).toEqual({
    status: 'warning',
    detail: 'the docker engine cannot kill instances',
    hint: 'scenarios with this fault are refused before anything is touched',
  });
});

test('a kind that an agent makes says what the agent found, or why it cannot', async () => {
  const facts = { mechanism: 'iptables', nft: false, warm: true };
  expect(await check(engine(), probe({ facts }), [slow])).toEqual({
    status: 'ok',
    detail: 'by an agent (network: mechanism iptables, no nft, warm)',
  });
  expect(await check(engine(), probe({ reason: 'no iptables' }), [slow])).toMatchObject({
    status: 'warning',
    detail: 'no iptables',
  });
  expect(await check(engine(), undefined, [slow])).toEqual({
    status: 'warning',
    detail: 'by an agent (network); not tried without images',
    hint: 'run `supops up`, which provides them',
  });
});
