import type { Problem } from '../../core/problem.js';
import { unknownAlert } from './check-expectation.js';
import type { Path } from './positions.js';
import { listPaths, type Reader } from './reader.js';

/** Checks the alerts that must not fire: known, and neither expected nor allowed. */
export function checkForbidden(at: Reader, alerts: ReadonlySet<string>): readonly Problem[] {
  const named = (path: Path) => listPaths(at, path);
  const expected = named(['expect']).map((path) => at.get([...path, 'alert']));
  const allowed = named(['allow']).map((path) => at.get(path));
  return named(['forbid']).flatMap((path) => {
    const alert = at.get(path);
    const other = expected.includes(alert) ? 'expect' : allowed.includes(alert) ? 'allow' : undefined;
    return [
      ...unknownAlert(at, path, alerts),
      ...(typeof alert === 'string' && other !== undefined
        ? [at.problem('contradiction', path, `\`forbid\` contradicts \`${other}\`: both name ${alert}`)]
        : []),
    ];
  });
}
