import { z } from 'zod';
import { agentFault } from './agent-fault.js';
import { PROXY } from './network-agents.js';

const name = z.string().regex(/^(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, {
  error: 'expected a name such as db, or *.shop for every name below shop',
});

const HOW = {
  nxdomain: 'they were told that it does not exist',
  servfail: 'they were told that the resolver failed',
  timeout: 'they got no answer',
} as const;

/** Names are not found. */
export const networkDns = agentFault({
  kind: 'network.dns',
  description: 'The victim does not find others by their names.',
  params: z.strictObject({
    answer: z
      .enum(['nxdomain', 'servfail', 'timeout'])
      .default('nxdomain')
      .describe('What is answered: that there is no such name, that the resolver failed, or nothing.'),
    names: z
      .array(name)
      .max(100)
      .default([])
      .describe('Names that are not found; `*.shop` is every name below `shop`. Empty: all.'),
  }),
  agent: () => PROXY,
  words: ({ answer, names }) => {
    const which = names.length > 0 ? names.join(', ') : 'every name';
    return {
      noun: `answer ${answer} to questions of {target} for ${which}`,
      plan: `answer questions of {target} for ${which} with ${answer}`,
      done: `answered questions of {target} for ${which} with ${answer}`,
      effect: `Whenever the programs of {target} asked for ${which}, ${HOW[answer]}.`,
      repair: `let {target} ask its own resolver`,
    };
  },
  args: (_, { params: { answer, names } }) => ({ flows: [], act: { kind: 'dns', answer, names } }),
});
