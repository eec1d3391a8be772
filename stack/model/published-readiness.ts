import { z } from 'zod';
import type { Instance } from '../engine/engine.js';
import { LABEL } from './labels.js';
import type { Port, Readiness, Service } from './stack.js';

/** How an instance says that it is ready, with the ports that this may name. */
export interface KnownReadiness {
  readonly readiness: Readiness;
  readonly ports: readonly Port[];
}

const DEADLINE = { deadlineMs: z.number() };
const KNOWN = z.object({
  readiness: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('http'), port: z.string(), path: z.string(), ...DEADLINE }),
    z.object({ kind: z.literal('tcp'), port: z.string(), ...DEADLINE }),
    z.object({ kind: z.literal('query'), command: z.array(z.string()), ...DEADLINE }),
    z.object({ kind: z.literal('log'), pattern: z.string(), ...DEADLINE }),
  ]),
  ports: z.array(z.object({ name: z.string(), container: z.number() })),
});

/** A service's readiness as the value of a label, so that `status` can ask an instance whatever version deployed it. */
export const writeReadiness = ({ readiness, ports }: Service): string =>
  JSON.stringify({ readiness, ports: ports.map(({ name, container }) => ({ name, container })) });

/** What the label says, or `undefined` if there is none that can be read. */
export function readReadiness({ labels }: Instance): KnownReadiness | undefined {
  try {
    const parsed = KNOWN.safeParse(JSON.parse(labels[LABEL.readiness] ?? ''));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
