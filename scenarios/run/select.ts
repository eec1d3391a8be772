import type { Instance } from '../../stack/engine/engine.js';
import type { Target } from '../model/fault.js';

/** Instances in the order in which the first ones are chosen. */
export const byName = (instances: readonly Instance[]): readonly Instance[] =>
  instances.toSorted((a, b) => (a.instance < b.instance ? -1 : 1));

/** What was chosen, and what is wanted but does not exist, in words: `3 instances`, `api-7`. */
export interface Selection {
  readonly chosen: readonly Instance[];
  readonly lacking?: string;
}

/**
 * Chooses among the instances of a service, in the order of their names.
 * @param total what a share is a share of; default: these
 */
export function select(own: readonly Instance[], wanted: Target['instances'], total = own.length): Selection {
  if (wanted === 'all') return { chosen: own, ...(own.length === 0 && { lacking: 'an instance' }) };
  if (typeof wanted === 'object') {
    const unknown = wanted.find((name) => !own.some(({ instance }) => instance === name));
    return {
      chosen: own.filter(({ instance }) => wanted.includes(instance)),
      ...(unknown !== undefined && { lacking: unknown }),
    };
  }
  const count = typeof wanted === 'number' ? wanted : Math.max(1, Math.ceil((total * Number.parseInt(wanted, 10)) / 100));
  const lacking = `${count} ${count === 1 ? 'instance' : 'instances'}`;
  return { chosen: own.slice(0, count), ...(own.length < count && { lacking }) };
}
