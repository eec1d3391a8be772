import { expect, test } from 'vitest';
import { downText } from './down.js';

test('down counts what it removed', () => {
  const removed = { instances: ['db', 'cache'], helpers: [], volumes: ['a'], networks: ['supops'] };
  expect(downText('supops', { removed })).toBe('stack supops removed: 2 instances, 1 volume, 1 network\n');
  expect(downText('supops', { removed: { instances: [], helpers: [], volumes: [], networks: [] } })).toBe(
    'nothing of stack supops is there\n',
  );
});
