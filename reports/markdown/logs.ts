import { formatSpan } from '../../core/duration.js';
import type { JournalLine } from '../../scenarios/events.js';
import { code, count, fenced, time } from './format.js';
import { linesOf, type Section, sinceOrigin, type View } from './view.js';

type Log = Extract<JournalLine, { type: 'log' }>;

/** Lines quoted of each service. */
const QUOTED = 3;

const ERROR =
  /"level":\s*"(?:error|fatal)"|\blevel=(?:error|fatal)\b|\[(?:error|crit|alert|emerg)\]|\b(?:error|fatal|panic|exception|refused|unreachable|timed? ?out|aborted)\b/i;

/** The first errors of each service after the fault, in the order in which they noticed it. */
export const logs: Section = {
  title: 'Logs',
  body: (view) => {
    const parts = byService(view)
      .toSorted((a, b) => (a[0]?.time ?? 0) - (b[0]?.time ?? 0))
      .map((errors) => part(view, errors));
    return parts.length === 0
      ? undefined
      : `The first errors of each service${view.injectedAt === undefined ? '' : ' after the fault'}, in the order in which they came.\n\n${parts.join('\n\n')}`;
  },
};

function byService(view: View): readonly (readonly Log[])[] {
  const services = new Map<string, Log[]>();
  const from = view.injectedAt ?? Number.NEGATIVE_INFINITY;
  for (const line of linesOf(view.record, 'log')) {
    if (line.time < from || !ERROR.test(line.text)) continue;
    const errors = services.get(line.service);
    if (errors) errors.push(line);
    else services.set(line.service, [line]);
  }
  return [...services.values()].map((errors) => errors.toSorted((a, b) => a.time - b.time));
}

function part(view: View, errors: readonly Log[]): string {
  const [first, last] = [errors[0] as Log, errors.at(-1) as Log];
  const span = last.time > first.time ? ` within ${formatSpan(last.time - first.time)}` : '';
  const more = errors.length > 1 ? `; ${count(errors.length, 'error line')} recorded${span}` : '';
  const quoted = distinct(errors).slice(0, QUOTED);
  return `**${code(first.service)}**, first at ${time(first.time)} (${sinceOrigin(view, first.time)})${more}:\n\n${fenced(quoted.map((line) => `${time(line.time)}  ${line.text.trim()}`).join('\n'))}`;
}

// The same error again and again tells nothing new; numbers and identifiers do not make it another one.
function distinct(errors: readonly Log[]): readonly Log[] {
  const seen = new Set<string>();
  return errors.filter(({ text }) => {
    const shape = text.replace(/[0-9a-f]{8,}|\d+/gi, '#');
    return !seen.has(shape) && seen.add(shape);
  });
}
