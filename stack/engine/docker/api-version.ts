/** What `/version` says about the API: the newest version the engine speaks and the oldest it accepts. */
export interface ApiRange {
  readonly newest: string;
  readonly oldest: string;
}

/** The API of Docker 20.10, the oldest engine supported. */
export const OLDEST_API = '1.41';

/**
 * The API of Docker 25, and the oldest that Docker 29 accepts: everything supops needs is in it, and its field names are those of
 * every engine since. A newer one would only add shapes that nobody here has seen.
 */
const PREFERRED_API = '1.44';

/** The API version to speak with an engine, or `undefined` if it is too old. */
export function negotiateApi(range: ApiRange): string | undefined {
  if (compareVersions(range.newest, OLDEST_API) < 0) return undefined;
  const version = compareVersions(range.newest, PREFERRED_API) < 0 ? range.newest : PREFERRED_API;
  // An engine that has dropped the preferred version is asked in the oldest it still speaks.
  return compareVersions(version, range.oldest) < 0 ? range.oldest : version;
}

/** Negative if a is older than b; `1.9` is older than `1.41`. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
