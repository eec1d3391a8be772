import type { Operation, Plan } from './plan.js';

/**
 * For each operation of a plan those that must be done before it; all others may run at the same time. Pure.
 *
 * Removal comes before re-creation, creation of what an instance is attached to before its own, dependencies are ready before a
 * start, and every removal of an instance is done before any start, because the port it held may be wanted.
 */
export function prerequisites(plan: Plan): ReadonlyMap<Operation, readonly Operation[]> {
  return new Map(
    plan.operations.map((operation) => [operation, plan.operations.filter((other) => precedes(other, operation))]),
  );
}

function precedes(other: Operation, operation: Operation): boolean {
  if (other === operation) return false;
  const isRemoval = operation.type === 'remove';
  if (isRemoval) return operation.kind !== 'service' && other.type === 'remove' && other.kind === 'service';
  if (other.type === 'remove') return sameThing(other, operation) || (operation.type === 'start' && other.kind === 'service');
  if (operation.kind !== 'service') return false;
  if (operation.type === 'create') return isAttachedTo(operation, other);
  if (operation.type === 'start' && other.kind === 'service')
    return (other.type === 'create' && other.service === operation.service) || isDependency(operation, other);
  return false;
}

const sameThing = (a: Operation, b: Operation) => a.kind === b.kind && a.name === b.name;

const isAttachedTo = ({ spec }: Operation & { readonly kind: 'service'; readonly type: 'create' }, { kind, name }: Operation) =>
  (kind === 'network' && name === spec.network?.name) ||
  (kind === 'volume' && spec.volumes.some((volume) => volume.name === name));

const isDependency = (
  { dependsOn }: Operation & { readonly kind: 'service'; readonly type: 'start' },
  other: Operation & { readonly kind: 'service' },
) => other.type === 'start' && dependsOn.includes(other.service);
