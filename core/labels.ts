/** Label names and their values, as Prometheus has them. */
export type Labels = Readonly<Record<string, string>>;

/** A label matcher in Prometheus notation. */
export interface Matcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** True if `labels` contains every pair of `expected`. */
export const hasLabels = (labels: Labels, expected: Labels): boolean =>
  Object.entries(expected).every(([name, value]) => labels[name] === value);

/** `{a="1", b="2"}` in name order, without the names in `without`. */
export function formatLabels(labels: Labels, without: readonly string[] = []): string {
  const pairs = Object.entries(labels)
    .filter(([name]) => !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(', ')}}`;
}

/** A key that is equal for equal label sets. */
export const labelKey = (labels: Labels): string => formatLabels(labels);
