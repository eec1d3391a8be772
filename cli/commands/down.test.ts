import { expect, test } from 'vitest';
import { SupopsError } from '../../core/errors.js';
import { downText, withForceHint } from './down.js';

test('down counts what it removed', () => {
  const removed = { instances: ['db', 'cache'], helpers: [], volumes: ['a'], networks: ['supops'] };
  expect(downText('supops', { removed })).toBe('stack supops removed: 2 instances, 1 volume, 1 network\n');
  expect(downText('supops', { removed: { instances: [], helpers: [], volumes: [], networks: [] } })).toBe(
    'nothing of stack supops is there\n',
  );
});

test('a locked stack can be removed anyway, and the error says how', () => {
  const held = new SupopsError({ code: 'run-active', exitCode: 4, message: 'held', hint: 'wait' });
  expect(withForceHint(held, 'two')).toMatchObject({
    code: 'run-active',
    exitCode: 4,
    message: 'held',
    hint: 'wait; `supops down --stack two --force` removes the stack anyway',
  });
  const other = new Error('other');
  expect(withForceHint(other, 'two')).toBe(other);
});
