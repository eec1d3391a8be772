import { formatLabels, type Labels } from '../../../core/labels.js';

/** Labels that people know a series by, the best known first; any other comes after them. */
const KNOWN = ['__name__', 'service', 'route', 'status', 'instance'];

/**
 * Names series by as few labels as set all of them apart.
 * @param fallback names the only one.
 */
export function namer(series: readonly Labels[], fallback: string): (labels: Labels) => string {
  const names = [...new Set([...KNOWN, ...series.flatMap(Object.keys)])];
  const groups = (by: readonly string[]) =>
    new Set(series.map((labels) => JSON.stringify(by.map((name) => labels[name] ?? '')))).size;
  const kept: string[] = [];
  for (const name of names) if (groups([...kept, name]) > groups(kept)) kept.push(name);
  if (kept.length === 0) return () => fallback;
  const hidden = [...names.filter((name) => !kept.includes(name)), '__name__'];
  return (labels) => {
    const rest = formatLabels(labels, hidden).slice(1, -1);
    return kept.includes('__name__') ? `${labels.__name__ ?? ''}${rest && `{${rest}}`}` : rest;
  };
}
