import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Agent } from '../../scenarios/agents/client/agent.js';
import { createLab, type Lab } from '../helpers/network-lab.js';

// The agents of the network's faults in real networks. What they do is measured by a client that knows nothing of them, and by the kernel's own tables.

let lab: Lab;
let before = '';
beforeAll(async () => {
  lab = await createLab('supops-net');
  before = await lab.rules('client');
});
afterAll(() => lab.remove());
afterEach(async () => expect(await lab.rules('client')).toBe(before));

interface Echo {
  readonly how: string;
  readonly connected: boolean;
  readonly ms: number;
}
const echo = () => lab.ask<Echo>('return echo()');

const NETWORK = { program: 'network', shares: { network: true }, capabilities: ['NET_ADMIN', 'NET_RAW'], leaves: {} } as const;
const TO_SERVER = [{ side: 'to', names: ['server'] }];

/** What the client sees while a fault is in place, and what the agent says it has done. */
async function during<T>(agent: Agent, args: unknown, look: () => Promise<T>) {
  await agent.apply(args, 60_000);
  const seen = await look();
  const effect = await agent.effect();
  expect(await agent.undo()).toMatchObject({ clean: true });
  await agent.remove();
  return { seen, effect };
}

describe('packets', () => {
  test('a partition lets nothing through in either direction', async () => {
    const act = { kind: 'drop', percent: 100, direction: 'both' };
    const { seen, effect } = await during(await lab.agent(NETWORK), { flows: TO_SERVER, act }, echo);
    expect(seen).toMatchObject({ how: 'timeout', connected: false });
    expect(effect).toEqual({ touched: true, evidence: expect.stringMatching(/^[1-9]\d* packets matched$/) });
    expect(await echo()).toMatchObject({ how: 'ok' });
  });

  test('refused: connections are refused at once, and those that are open live on', async () => {
    const agent = await lab.agent(NETWORK);
    const open = lab.ask<string>(`
      const socket = net.connect(7000, 'server');
      let text = '';
      socket.on('data', (data) => { text += data; });
      await sleep(2500);
      socket.write('still here');
      await sleep(200);
      return text;`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const flows = [{ side: 'to', names: ['server'], ports: [7000] }];
    const { seen } = await during(agent, { flows, act: { kind: 'refuse' } }, async () => ({ now: await echo(), open: await open }));
    expect(seen).toEqual({ now: { how: 'ECONNREFUSED', connected: false, ms: expect.any(Number) }, open: 'hello\nstill here' });
    expect(seen.now.ms).toBeLessThan(500);
  });

  test('reset: connections break once they are open', async () => {
    const agent = await lab.agent(NETWORK);
    const { seen } = await during(agent, { flows: TO_SERVER, act: { kind: 'reset' } }, echo);
    expect(seen).toMatchObject({ how: 'ECONNRESET' });
  });
});
