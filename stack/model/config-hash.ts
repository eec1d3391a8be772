import { createHash } from 'node:crypto';
import { resolveContent, type SecretDigests, type SecretValues } from './secret-content.js';
import type { Service } from './stack.js';

/**
 * Hash of everything in the definition of a service's instances, independent of the order of keys: equal means unchanged. How many
 * instances there are is not part of it. Contents of files go in as their own hashes, with
 * the digest of each secret in its place: another secret is another definition, and none can be found by trying values against a label.
 */
export function configHash({ replicas: _, ...service }: Service, digests: SecretDigests): string {
  const files = service.files.map(({ content, ...entry }) =>
    content === undefined ? entry : { ...entry, content: sha256(resolveContent(content, digests)) },
  );
  return sha256(JSON.stringify(sorted({ ...service, files }))).slice(0, 32);
}

/** Digests of secrets, for comparison without the secrets themselves. */
export const digestsOf = (secrets: SecretValues): SecretDigests =>
  Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, sha256(value)]));

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
