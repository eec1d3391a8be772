import { expect, test } from 'vitest';
import { formatRestartPolicy, isSameRestartPolicy, parseRestartPolicy } from './restart-policy.js';

test('a policy is written as people know it', () => {
  expect(formatRestartPolicy({ name: 'unless-stopped' })).toBe('unless-stopped');
  expect(formatRestartPolicy({ name: 'on-failure', retries: 3 })).toBe('on-failure:3');
  expect(formatRestartPolicy({ name: 'on-failure', retries: 0 })).toBe('on-failure');
});

test.each(['no', 'always', 'unless-stopped', 'on-failure', 'on-failure:3'])('%s is read back as it was written', (text) => {
  const policy = parseRestartPolicy(text);
  expect(policy && formatRestartPolicy(policy)).toBe(text);
});

test.each(['', 'sometimes', 'always:3', 'on-failure:', 'on-failure:x'])('"%s" is not a policy', (text) => {
  expect(parseRestartPolicy(text)).toBeUndefined();
});

test('policies that differ in their retries are not the same', () => {
  const policy = { name: 'on-failure', retries: 3 } as const;
  expect(isSameRestartPolicy(policy, { ...policy })).toBe(true);
  expect(isSameRestartPolicy(policy, { ...policy, retries: 2 })).toBe(false);
});
