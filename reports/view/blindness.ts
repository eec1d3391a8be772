import type { Milliseconds } from '../../core/time.js';
import type { MonitoringLine } from './story.js';
import { linesOf, type View } from './view.js';

/** A time in which something could not be seen. */
export interface BlindSpell {
  readonly kind: 'source' | 'rule' | 'series';
  /** Of the source that did not answer, the rule that failed to evaluate, or the series that was absent. */
  readonly name: string;
  readonly from: Milliseconds;
  /** Absent if it lasted to the end. */
  readonly to?: Milliseconds;
}

/** Every time in which a source, a rule or a series was missing, in the order in which they began. */
export function blindness(view: View): readonly BlindSpell[] {
  const spells: { spell: BlindSpell; to?: Milliseconds }[] = [];
  const isOpen = ({ to }: (typeof spells)[number]) => to === undefined;
  for (const line of linesOf(view, 'monitoring')) {
    const now = troublesOf(line);
    for (const entry of spells.filter(isOpen)) if (!now.some((trouble) => isSame(trouble, entry.spell))) entry.to = line.at;
    const known = spells.filter(isOpen);
    spells.push(...now.filter((trouble) => !known.some(({ spell }) => isSame(trouble, spell))).map((spell) => ({ spell })));
  }
  return spells.map(({ spell, to }) => ({ ...spell, ...(to === undefined ? {} : { to }) }));
}

const isSame = (a: BlindSpell, b: BlindSpell) => a.kind === b.kind && a.name === b.name;

function troublesOf({ at, unreachable, unhealthyRules, absentSeries }: MonitoringLine): readonly BlindSpell[] {
  const of = (kind: BlindSpell['kind'], names: readonly string[]) => names.map((name) => ({ kind, name, from: at }));
  return [...of('source', unreachable), ...of('rule', unhealthyRules), ...of('series', absentSeries)];
}
