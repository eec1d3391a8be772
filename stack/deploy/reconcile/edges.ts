import type { Operation, OperationId } from '../plan.js';

/** An operation that does not know yet what it comes after. */
export type Unconnected = Operation extends infer Each ? (Each extends unknown ? Omit<Each, 'id' | 'after'> : never) : never;

/** Names of the instances that must be ready before an instance starts, by its name within the stack. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/**
 * Gives each operation its name and says what it comes after; anything else may go on at the same time. Pure. What follows from other edges
 * is left out.
 *
 * Removal comes before re-creation, creation of what an instance is attached to before its own, dependencies are ready before a
 * start, and every removal of an instance is done before any start, because the port it held may be wanted.
 * @param operations in an order that is valid when done one after another
 */
export function connect(operations: readonly Unconnected[], dependencies: Dependencies): readonly Operation[] {
  const before = new Map<OperationId, ReadonlySet<OperationId>>();
  return operations.map((operation, index) => {
    const earlier = operations.slice(0, index).filter((other) => precedes(other, operation, dependencies));
    const direct = earlier.map(idOf);
    const implied = new Set(direct.flatMap((id) => [...(before.get(id) ?? [])]));
    const id = idOf(operation);
    before.set(id, new Set([...direct, ...implied]));
    return { ...operation, id, after: direct.filter((other) => !implied.has(other)) };
  });
}

const idOf = ({ type, kind, name }: Unconnected): OperationId => `${type} ${kind} ${name}`;

function precedes(other: Unconnected, operation: Unconnected, dependencies: Dependencies): boolean {
  if (operation.type === 'remove') return operation.kind !== 'instance' && other.type === 'remove' && other.kind === 'instance';
  if (other.type === 'remove')
    return isSameThing(other, operation) || (operation.type === 'start' && other.kind === 'instance');
  if (operation.kind !== 'instance') return false;
  if (operation.type === 'create') return isAttachedTo(operation, other);
  if (other.kind !== 'instance') return false;
  if (other.type === 'create') return other.instance === operation.instance;
  return dependencies.get(operation.instance)?.includes(other.instance) ?? false;
}

const isSameThing = (a: Unconnected, b: Unconnected) => a.kind === b.kind && a.name === b.name;

const isAttachedTo = (
  { spec }: Unconnected & { readonly kind: 'instance'; readonly type: 'create' },
  { kind, name }: Unconnected,
) =>
  (kind === 'network' && name === spec.network?.name) ||
  (kind === 'volume' && spec.volumes.some((volume) => volume.name === name));
