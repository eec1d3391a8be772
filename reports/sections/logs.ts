import { groupBy } from '../../core/group.js';
import { type Blocks, fenced, paragraph } from '../document/blocks.js';
import { time } from '../document/figures.js';
import { code, phrase, strong } from '../document/phrase.js';
import { linesOf, type Section, sinceOrigin, type View } from '../view/view.js';

type Log = ReturnType<typeof linesOf<'log'>>[number];

/** Lines quoted of each service. */
const QUOTED = 3;

const ERROR =
  /"level":\s*"(?:warn|error|fatal)"|\blevel=(?:warn|error|fatal)|\[(?:warn|warning|error|crit|alert|emerg)\]|error|fail|refus|fatal|panic|exception|crash|denied|unreachable|timed? ?out|aborted/i;
/** The log's own word that a line is no error. */
const HARMLESS = /"level":\s*"(?:debug|info)"|\blevel=(?:debug|info)\b/i;

/** The first errors of each service after the fault, in the order in which they noticed it. */
export const logs: Section = {
  id: 'logs',
  title: 'Logs',
  body: (view) => {
    const services = groupBy(errorsOf(view), ({ service }) => service);
    if (services.size === 0) return undefined;
    const after = view.injectedAt === undefined ? '' : ' after the fault';
    return [
      paragraph(`The first telling lines of each service${after}, in the order in which they came. Times are the engine’s.`),
      [...services].map(([service, errors]) => excerpt(view, service, errors)),
    ];
  },
};

const errorsOf = (view: View): readonly Log[] =>
  linesOf(view, 'log')
    .filter((line) => line.time >= (view.injectedAt ?? 0) && ERROR.test(line.text) && !HARMLESS.test(line.text))
    .toSorted((a, b) => a.time - b.time);

function excerpt(view: View, service: string, errors: readonly Log[]): Blocks {
  const first = errors[0]?.time ?? 0;
  const lines = distinct(errors)
    .slice(0, QUOTED)
    .map((line) => `${time(line.time)}  ${line.text.trim()}`);
  return [
    paragraph(phrase`${strong(code(service))}, first at ${time(first)} (${sinceOrigin(view, first)}):`),
    fenced(lines.join('\n')),
  ];
}

// The same error again and again says nothing new; numbers and identifiers do not make it another one.
function distinct(errors: readonly Log[]): readonly Log[] {
  const seen = new Set<string>();
  return errors.filter(({ text }) => {
    const shape = text.replace(/[0-9a-f]{8,}|\d+/gi, '#');
    return !seen.has(shape) && seen.add(shape);
  });
}
