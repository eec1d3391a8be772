/** Reads one line of a conversation between supops and a program beside the system: a JSON document with a `type`; `undefined` if it is none. */
export function parseLine<T extends { readonly type: string }>(line: string): T | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
