import { expect, test } from 'vitest';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import type { Agent } from '../agents/client/agent.js';
import { faultContext } from '../testing/fault-context.js';
import type { Victim } from './fault.js';
import { load } from './load.js';

const victims = ['api-1', 'api-2'].map((name): Victim => {
  const instance = fakeInstance({ id: `${name}-id`, service: 'api', instance: name, ports: [3000] });
  return { instance, ref: { selector: {}, service: 'api', instance: name, id: instance.id, startedAt: 1 } };
});

/** Agents beside the victims that have measured these many requests, one look after another. */
function agentsThatMeasure(...counts: readonly number[]) {
  const told: unknown[] = [];
  const agents = victims.map(({ instance: { id } }): [string, Agent] => {
    const left = [...counts];
    const effect = async () => {
      const count = (left.length > 1 ? left.shift() : left[0]) ?? 0;
      return { touched: count > 0, evidence: `${count} requests answered` };
    };
    return [id, { apply: async (args: unknown) => void told.push(args), effect } as unknown as Agent];
  });
  return {
    told,
    context: faultContext({ engine: fakeEngine().engine, victims, params: { requests: 50 }, agents: new Map(agents) }),
  };
}

test('every victim’s own agent is told what to do', async () => {
  const { told, context } = agentsThatMeasure(0);
  await load.inject(context);
  expect(told).toEqual([1, 2].map(() => ({ port: 3000, paths: ['/'], rate: 50, connections: 20 })));
});

test('a fault is proven once each agent has measured an effect', async () => {
  expect(await load.prove(agentsThatMeasure(0, 7).context)).toMatchObject({
    proven: true,
    evidence: 'api-1 (api-1-id): 7 requests answered; api-2 (api-2-id): 7 requests answered',
  });
  expect(await load.prove(agentsThatMeasure(0).context)).toMatchObject({
    proven: false,
    evidence: expect.stringMatching(/^no effect on every victim within 10\.0 s; api-1 .*0 requests answered/),
  });
});

test('an instance that serves no port can only be loaded at a port that is given', () => {
  expect(load.refusal(fakeInstance(), { requests: 1 })).toBe('it does not say which port it serves: set `port`');
  expect(load.refusal(fakeInstance(), { requests: 1, port: 80 })).toBeUndefined();
});
