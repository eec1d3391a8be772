/** The names of labels that series may carry: only these, or any except these. */
export type LabelSet =
  | { readonly kind: 'only'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'all-except'; readonly names: ReadonlySet<string> };

/** Nothing is known: any label may be there. */
export const ANY_LABEL: LabelSet = { kind: 'all-except', names: new Set() };

/** These labels and no others. */
export const only = (names: Iterable<string>): LabelSet => ({ kind: 'only', names: new Set(names) });

/** Whether a label may be there. */
export const mayHave = (set: LabelSet, name: string): boolean => set.names.has(name) === (set.kind === 'only');

/** What is left of a set if only some labels are kept. */
export const keep = (set: LabelSet, names: Iterable<string>): LabelSet => only([...names].filter((name) => mayHave(set, name)));

/** What is left of a set without some labels. */
export function drop(set: LabelSet, names: Iterable<string>): LabelSet {
  const dropped = new Set(names);
  if (set.kind === 'only') return only([...set.names].filter((name) => !dropped.has(name)));
  return { kind: 'all-except', names: new Set([...set.names, ...dropped]) };
}

/** A set with some labels more. */
export function add(set: LabelSet, names: Iterable<string>): LabelSet {
  if (set.kind === 'only') return only([...set.names, ...names]);
  const added = new Set(names);
  return { kind: 'all-except', names: new Set([...set.names].filter((name) => !added.has(name))) };
}

/** What series of either set may carry. */
export function either(a: LabelSet, b: LabelSet): LabelSet {
  if (a.kind === 'only') return add(b, a.names);
  return b.kind === 'only'
    ? add(a, b.names)
    : { kind: 'all-except', names: new Set([...a.names].filter((name) => b.names.has(name))) };
}
