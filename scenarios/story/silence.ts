import type { Milliseconds } from '../../core/time.js';
import type { SilenceExpectation } from '../model/scenario.js';
import type { JournalLine } from '../record/events.js';
import { budgetOf } from './bounds.js';
import { defined } from './defined.js';
import { type ExpectationParts, faultOf } from './expectation.js';
import type { SilenceStory } from './story.js';

/** What became of an expected silence. */
export function silenceStory(
  expectation: SilenceExpectation,
  { started, faults, lines }: Omit<ExpectationParts, 'alerts'>,
): SilenceStory {
  const fault = faultOf(expectation, faults);
  const bounds = started.silences?.[expectation.id];
  const arrivals = arrivalsOf(lines, expectation.alert);
  const { injectedAt, undoneAt } = fault ?? {};
  const until = lines.at(-1)?.at ?? 0;
  const silence =
    injectedAt === undefined || bounds === undefined
      ? undefined
      : firstSilence(arrivals, { mostMs: 2 * bounds.inForce.periodMs, injectedAt, until });
  return {
    expectation,
    arrivals,
    ...defined({
      injectedAt,
      undoneAt,
      bounds,
      budgetMs: budgetOf(expectation, started.speed, bounds),
      silentFrom: silence?.from,
      noticedAt: silence?.noticedAt,
      backAt: silence && undoneAt !== undefined ? arrivals.find((at) => at > Math.max(silence.noticedAt, undoneAt)) : undefined,
    }),
  };
}

const arrivalsOf = (lines: readonly JournalLine[], alert: string): readonly Milliseconds[] =>
  lines
    .flatMap((line) =>
      line.type === 'receipt' && line.alerts.some(({ alertname, status }) => alertname === alert && status === 'firing')
        ? [line.receivedAt]
        : [],
    )
    .toSorted((a, b) => a - b);

interface Silence {
  readonly from: Milliseconds;
  readonly noticedAt: Milliseconds;
}

/** The first stretch without a message that lasts longer than `mostMs` and is noticed after the fault. */
function firstSilence(
  arrivals: readonly Milliseconds[],
  {
    mostMs,
    injectedAt,
    until,
  }: { readonly mostMs: Milliseconds; readonly injectedAt: Milliseconds; readonly until: Milliseconds },
): Silence | undefined {
  const silences = arrivals.map((from, i) => ({ from, noticedAt: from + mostMs, next: arrivals[i + 1] ?? until }));
  return silences.find(({ noticedAt, next }) => next > noticedAt && noticedAt > injectedAt);
}
