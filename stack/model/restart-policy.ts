/** What the engine does when a program ends by itself. `retries`: starts after failures before it gives up; 0: without end. */
export type RestartPolicy =
  | { readonly name: 'no' | 'always' | 'unless-stopped' }
  | { readonly name: 'on-failure'; readonly retries: number };

/** As people write it: `unless-stopped`, `on-failure:3`. */
export const formatRestartPolicy = (policy: RestartPolicy): string =>
  policy.name === 'on-failure' && policy.retries > 0 ? `on-failure:${policy.retries}` : policy.name;

/** Reads what `formatRestartPolicy` writes; `undefined` for anything else. */
export function parseRestartPolicy(text: string): RestartPolicy | undefined {
  if (text === 'no' || text === 'always' || text === 'unless-stopped') return { name: text };
  const match = /^on-failure(?::(\d+))?$/.exec(text);
  return match === null ? undefined : { name: 'on-failure', retries: Number(match[1] ?? 0) };
}

/** Whether two policies are the same. */
export const isSameRestartPolicy = (a: RestartPolicy, b: RestartPolicy): boolean =>
  formatRestartPolicy(a) === formatRestartPolicy(b);
