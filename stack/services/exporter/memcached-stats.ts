/** What `stats` of memcached reports, by name. */
export type MemcachedStats = Readonly<Record<string, string>>;

/**
 * Reads the answer to `stats` (doc/protocol.txt of memcached: lines `STAT <name> <value>`, then `END`).
 * @returns `undefined` while the answer is not complete. Throws on anything else.
 */
export function parseStats(text: string): MemcachedStats | undefined {
  if (!text.endsWith('END\r\n')) {
    if (/^(ERROR|SERVER_ERROR|CLIENT_ERROR)/.test(text)) throw new Error(`memcached answered ${text.trim()}`);
    return undefined;
  }
  const stats: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const match = /^STAT (\S+) (.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) stats[match[1]] = match[2];
  }
  return stats;
}
