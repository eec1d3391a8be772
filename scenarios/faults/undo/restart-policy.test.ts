import { expect, test } from 'vitest';
import type { RestartPolicy } from '../../../stack/model/restart-policy.js';
import { fakeClock } from '../../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../../stack/testing/fake-engine.js';
import { restartPolicy, restartPolicyRecord } from './restart-policy.js';

test.each([
  [{ name: 'always' }, 'always'],
  [{ name: 'on-failure', retries: 3 }, 'on-failure:3'],
  [{ name: 'on-failure', retries: 0 }, 'on-failure'],
] as const)('a victim gets back the policy that it had: %j', async (policy: RestartPolicy, text) => {
  const instance = fakeInstance({ restartPolicy: policy });
  const ref = { selector: {}, service: 'db', instance: 'db', id: instance.id, startedAt: 1 };
  const { args } = restartPolicyRecord({ instance, ref });
  expect(args).toEqual({ policy: text });
  const set: RestartPolicy[] = [];
  const { engine } = fakeEngine({
    capabilities: { restartPolicy: { set: async (_id: string, given: RestartPolicy) => void set.push(given) } },
  });
  const tools = { engine, clock: fakeClock(), programs: async () => '' };
  await restartPolicy.restore(tools, instance, args);
  expect(set).toEqual([policy]);
  expect((await restartPolicy.look(tools, instance, args)).holds).toBe(true);
  expect(await restartPolicy.look(tools, fakeInstance({ restartPolicy: { name: 'no' } }), args)).toEqual({
    holds: false,
    actual: 'restart policy no',
  });
});
