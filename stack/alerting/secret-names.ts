/**
 * Last words of names that hold a secret: of configuration keys, headers and query parameters alike. `password_file`, `token_url` and
 * `key_id` end otherwise: they say where a secret is, and are not secrets.
 */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'apikey',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'jwt',
  'passphrase',
  'passwd',
  'password',
  'pwd',
  'secret',
  'secrets',
  'sig',
  'signature',
  'token',
]);

/** What a key opens, if it is a secret: `api_key` is, `partition_key` and `dedup_key` are not. */
const KEY_OWNERS: ReadonlySet<string> = new Set([
  'access',
  'account',
  'admin',
  'api',
  'app',
  'application',
  'auth',
  'certificate',
  'client',
  'consumer',
  'encryption',
  'ingest',
  'integration',
  'license',
  'master',
  'private',
  'routing',
  'secret',
  'service',
  'shared',
  'signing',
  'subscription',
  'user',
  'write',
]);

/**
 * True if what has this name is a secret, or half of a credential (`access_key`, `token_id`). Covers every key that the documentation of
 * Prometheus 3.14 and Alertmanager 0.34 marks `<secret>` by its name alone.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const [before, last = ''] = [words.at(-2), words.at(-1)];
  if (last === 'key') return before === undefined || KEY_OWNERS.has(before);
  return SECRET_WORDS.has(last) || (last === 'id' && before === 'token');
}

/** True if a request header of this name authenticates. `x-honeycomb-team` is the one in wide use whose name does not say so. */
export const isSecretHeader = (name: string): boolean =>
  isSecretName(name) || wordsOf(name).at(-1) === 'auth' || name.toLowerCase() === 'x-honeycomb-team';

// `X-Api-Key`, `api_key` and `apiKey` are the same words.
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
