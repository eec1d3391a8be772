import type { Problem } from '../../core/problem.js';
import { listPaths, type Reader } from './reader.js';

/** Checks that no alert must fire after itself, be it by way of others. */
export function checkOrder(at: Reader): readonly Problem[] {
  const paths = listPaths(at, ['expect']);
  const text = (path: readonly PropertyKey[]) => {
    const value = at.get(path);
    return typeof value === 'string' ? value : undefined;
  };
  const earlier = new Map(paths.map((path) => [text([...path, 'alert']), text([...path, 'afterAlert'])]));
  return paths.flatMap((path) => {
    const alert = text([...path, 'alert']);
    const way = [alert];
    for (let next = text([...path, 'afterAlert']); next !== undefined && !way.includes(next); next = earlier.get(next))
      way.push(next);
    const last = way.length === 1 ? text([...path, 'afterAlert']) : earlier.get(way.at(-1));
    if (alert === undefined || last !== alert) return [];
    const message = `cannot pass: ${alert} would have to fire after itself${way.length > 1 ? ` (${[...way, alert].join(' after ')})` : ''}`;
    return [at.problem('contradiction', [...path, 'afterAlert'], message)];
  });
}
