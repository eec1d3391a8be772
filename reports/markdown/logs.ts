import type { JournalLine } from '../../scenarios/record/events.js';
import { code, fenced, time } from './format.js';
import { linesOf, type Section, sinceOrigin, type View } from './view.js';

type Log = Extract<JournalLine, { type: 'log' }>;

/** Lines quoted of each service. */
const QUOTED = 3;

const ERROR =
  /"level":\s*"(?:warn|error|fatal)"|\blevel=(?:warn|error|fatal)|\[(?:warn|warning|error|crit|alert|emerg)\]|error|fail|refus|fatal|panic|exception|crash|denied|unreachable|timed? ?out|aborted/i;
/** The log's own word that a line is no error. */
const HARMLESS = /"level":\s*"(?:debug|info)"|\blevel=(?:debug|info)\b/i;

/** The first errors of each service after the fault, in the order in which they noticed it. */
export const logs: Section = {
  title: 'Logs',
  body: (view) => {
    const intro = `The first telling lines of each service${view.injectedAt === undefined ? '' : ' after the fault'}, in the order in which they came. Times are the engine’s.`;
    const parts = byService(view)
      .toSorted((a, b) => (a[0]?.time ?? 0) - (b[0]?.time ?? 0))
      .map((errors) => part(view, errors));
    return parts.length === 0 ? undefined : `${intro}\n\n${parts.join('\n\n')}`;
  },
};

function byService(view: View): readonly (readonly Log[])[] {
  const services = new Map<string, Log[]>();
  const from = view.injectedAt ?? Number.NEGATIVE_INFINITY;
  for (const line of linesOf(view.record, 'log')) {
    if (line.time < from || !ERROR.test(line.text) || HARMLESS.test(line.text)) continue;
    const errors = services.get(line.service);
    if (errors) errors.push(line);
    else services.set(line.service, [line]);
  }
  return [...services.values()].map((errors) => errors.toSorted((a, b) => a.time - b.time));
}

function part(view: View, errors: readonly Log[]): string {
  const first = errors[0] as Log;
  const quoted = distinct(errors).slice(0, QUOTED);
  const lines = quoted.map((line) => `${time(line.time)}  ${line.text.trim()}`);
  return `**${code(first.service)}**, first at ${time(first.time)} (${sinceOrigin(view, first.time)}):\n\n${fenced(lines.join('\n'))}`;
}

// The same error again and again tells nothing new; numbers and identifiers do not make it another one.
function distinct(errors: readonly Log[]): readonly Log[] {
  const seen = new Set<string>();
  return errors.filter(({ text }) => {
    const shape = text.replace(/[0-9a-f]{8,}|\d+/gi, '#');
    return !seen.has(shape) && seen.add(shape);
  });
}
