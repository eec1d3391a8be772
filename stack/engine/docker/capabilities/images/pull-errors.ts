/** Why a pull failed, in a code of ours. */
export type PullFailure = 'registry-unreachable' | 'image-not-found' | 'pull-failed';

const UNREACHABLE =
  /dial tcp|lookup |no such host|connection refused|connection reset|i\/o timeout|TLS handshake|deadline exceeded|request canceled|Client\.Timeout|network is unreachable|no route to host|proxyconnect|x509|HTTP response to HTTPS client|\bEOF\b|50[234] |bad gateway|service unavailable/i;
const NOT_FOUND =
  /manifest unknown|manifest for .* not found|not found|pull access denied|repository does not exist|name unknown|no matching manifest/i;

/** Reads the engine's words. Messages of a failing name look-up contain "not found" too, so the registry is judged first. */
export function classifyPull(status: number | undefined, reason: string): PullFailure {
  if (UNREACHABLE.test(reason)) return 'registry-unreachable';
  if (status === 404 || NOT_FOUND.test(reason)) return 'image-not-found';
  return 'pull-failed';
}
