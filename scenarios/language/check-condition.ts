import type { Problem } from '../../core/problem.js';
import { parsePromql, syntaxErrorOf } from '../../stack/alerting/promql.js';
import type { Path } from './positions.js';
import { type Reader, unknownName } from './reader.js';

/** What a condition may refer to. */
export interface ConditionNames {
  readonly services: ReadonlySet<string>;
  /** Services that can be asked over HTTP; absent if that is not known. */
  readonly published?: ReadonlySet<string>;
  readonly alerts: ReadonlySet<string>;
}

/** Checks one condition: a service that can be asked, a query that can be read, bounds that make sense, a known alert. */
export function checkCondition(at: Reader, path: Path, names: ConditionNames): readonly Problem[] {
  return [
    ...checkService(at, [...path, 'http', 'service'], names),
    ...checkQuery(at, [...path, 'promql']),
    ...unknownName(at, [...path, 'resolved'], { what: 'alert', code: 'unknown-alert', names: names.alerts }),
  ];
}

function checkService(
  at: Reader,
  path: Path,
  { services, published }: Pick<ConditionNames, 'services' | 'published'>,
): readonly Problem[] {
  const service = at.get(path);
  if (published === undefined || typeof service !== 'string' || published.has(service)) return [];
  if (services.has(service)) {
    const message = `service "${service}" is not published; those that are: ${[...published].join(', ')}`;
    return [at.problem('unpublished-service', path, message)];
  }
  return unknownName(at, path, { what: 'service', code: 'unknown-service', names: published });
}

function checkQuery(at: Reader, path: Path): readonly Problem[] {
  const query = at.get([...path, 'query']);
  const offset = typeof query === 'string' && query !== '' ? syntaxErrorOf(parsePromql(query)) : undefined;
  const problem = (message: string) => at.problem('promql-syntax', [...path, 'query'], message);
  return [
    ...(offset === undefined ? [] : [problem(`this is not PromQL: ${placeOf(String(query), offset)}`)]),
    ...checkBounds(at, path),
  ];
}

const placeOf = (query: string, offset: number): string =>
  offset >= query.length
    ? 'it ends too early'
    : `see character ${offset + 1}, at ${JSON.stringify(query.slice(offset, offset + 20))}`;

function checkBounds(at: Reader, path: Path): readonly Problem[] {
  const value = at.get(path);
  if (typeof value !== 'object' || value === null) return [];
  const number = (key: string) => {
    const found = at.get([...path, key]);
    return typeof found === 'number' ? found : undefined;
  };
  const given = (key: string) => at.get([...path, key]) !== undefined;
  const [min, max] = [number('min'), number('max')];
  if (!['equals', 'min', 'max'].some(given))
    return [at.problem('missing-key', path, 'nothing says which values will do: give `equals`, `min` or `max`')];
  const contradicts = (key: string, message: string) => at.keyProblem('contradiction', [...path, key], message);
  return [
    ...['min', 'max'].flatMap((key) =>
      given('equals') && given(key) ? [contradicts(key, `\`${key}\` contradicts \`equals\`: use \`tolerance\``)] : [],
    ),
    ...(given('tolerance') && !given('equals') ? [contradicts('tolerance', '`tolerance` belongs to `equals`')] : []),
    ...(min !== undefined && max !== undefined && min > max
      ? [contradicts('min', `cannot hold: \`min\` (${min}) is above \`max\` (${max})`)]
      : []),
  ];
}
