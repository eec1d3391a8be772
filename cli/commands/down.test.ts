import { expect, test } from 'vitest';
import { downText } from './down.js';

test('down counts what it removed', () => {
  const removed = { services: ['db', 'cache'], helpers: [], volumes: ['a'], networks: ['supops'] };
  expect(downText('supops', { removed })).toBe('stack supops removed: 2 services, 1 volume, 1 network\n');
  expect(downText('supops', { removed: { services: [], helpers: [], volumes: [], networks: [] } })).toBe(
    'nothing of stack supops is there\n',
  );
});
