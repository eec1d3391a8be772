import { createServer } from 'node:net';
import { engineName, PUBLISH_ADDRESS } from '../deploy/instance-spec.js';
import type { Instance } from '../engine/engine.js';
import { PREFERRED_PORTS, type PublishedService } from './settled.js';

/** What decides, from outside, on host ports. */
export interface PortFacts {
  readonly stack: string;
  /** The stack's own instances. */
  readonly instances: readonly Instance[];
  /** Host ports that must not be used: of other stacks, and those that were just refused. */
  readonly avoid: ReadonlySet<number>;
  /** Whether something could listen at a host port now. */
  readonly isFree: (port: number) => Promise<boolean>;
  /** Some free host port. */
  readonly anyFree: () => Promise<number>;
}

const STEP = 10_000;
const LAST_PORT = 65_535;

/**
 * A host port for each published port: the one it has, else the preferred one, else 10000 more as often as needed, else any free one.
 * A running instance keeps its port, as nothing else can hold it; that of a stopped one may be taken by now.
 */
export async function settlePorts(facts: PortFacts): Promise<Readonly<Record<PublishedService, number>>> {
  const settled: Partial<Record<PublishedService, number>> = {};
  const used = new Set(facts.avoid);
  // One after another, so that no two take the same.
  for (const service of Object.keys(PREFERRED_PORTS) as PublishedService[]) {
    const port = await settlePort(service, { ...facts, avoid: used });
    settled[service] = port;
    used.add(port);
  }
  return settled as Record<PublishedService, number>;
}

async function settlePort(service: PublishedService, facts: PortFacts): Promise<number> {
  const { container, host } = PREFERRED_PORTS[service];
  const instance = facts.instances.find(({ name }) => name === engineName(facts.stack, service));
  const observed = instance?.published[container];
  if (observed !== undefined && !facts.avoid.has(observed) && isHeld(instance?.state)) return observed;
  for (const candidate of [...(observed === undefined ? [] : [observed]), ...steps(host)])
    if (!facts.avoid.has(candidate) && (await facts.isFree(candidate))) return candidate;
  return facts.anyFree();
}

const isHeld = (state: Instance['state'] | undefined) => state === 'running' || state === 'paused';

const steps = (first: number): readonly number[] =>
  Array.from({ length: Math.floor((LAST_PORT - first) / STEP) + 1 }, (_, i) => first + i * STEP);

/** Whether this machine can listen at a port of the publish address. Says nothing about a remote engine's machine. */
export const isPortFree = (port: number): Promise<boolean> =>
  listenOnce(port).then(
    () => true,
    () => false,
  );

/** A port that nothing listens at, chosen by the operating system. */
export const anyFreePort = (): Promise<number> => listenOnce(0);

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: PUBLISH_ADDRESS, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
