import type { Plan } from './plan.js';

/** What a plan does to instances, in words: `2 to replace, 1 to remove, 10 unchanged`. */
export function summarisePlan({ operations, unchanged }: Plan): string {
  const named = (type: 'create' | 'start' | 'remove') =>
    operations.filter((operation) => operation.kind === 'instance' && operation.type === type).map(({ name }) => name);
  const [created, started, removed] = [named('create'), named('start'), named('remove')];
  const without = (names: readonly string[], others: readonly string[]) => names.filter((name) => !others.includes(name));
  const counts: readonly (readonly [names: readonly string[], what: string])[] = [
    [without(created, removed), 'to create'],
    [without(created, without(created, removed)), 'to replace'],
    [without(started, created), 'to start'],
    [without(removed, created), 'to remove'],
    [unchanged, 'unchanged'],
  ];
  return counts
    .filter(([names]) => names.length > 0)
    .map(([names, what]) => `${names.length} ${what}`)
    .join(', ');
}
