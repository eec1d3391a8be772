import { type Exec, type Instance, type Logs, type Reach, withReached } from '../../engine/engine.js';
import type { KnownReadiness } from '../../model/published-readiness.js';
import { probeHttp } from './http.js';
import { probeLog } from './log.js';
import { probeQuery } from './query.js';
import { probeTcp } from './tcp.js';

/** What a probe asks of the engine. */
export type ProbeEngine = Reach & Exec & Logs;

/** A running instance and how it says that it is ready. */
export interface Candidate extends KnownReadiness {
  readonly instance: Instance;
}

/** Asks once. @returns why the instance is not ready, or `undefined` if it is. Rejects only when aborted. */
export async function probe(engine: ProbeEngine, candidate: Candidate, signal: AbortSignal): Promise<string | undefined> {
  const { instance, readiness } = candidate;
  switch (readiness.kind) {
    case 'http':
      return withReached(engine.reach(instance, containerPort(candidate, readiness.port)), (url) =>
        probeHttp(new URL(readiness.path, url), signal),
      );
    case 'tcp':
      return withReached(engine.reach(instance, containerPort(candidate, readiness.port), 'tcp'), (url) =>
        probeTcp(url, signal),
      );
    case 'query':
      return probeQuery(engine, instance.id, { command: readiness.command, signal });
    case 'log':
      return probeLog(engine, instance, readiness, signal);
  }
}

function containerPort({ instance, ports }: Candidate, name: string): number {
  const port = ports.find((candidate) => candidate.name === name);
  if (!port) throw new Error(`${instance.instance} has no port named ${name}`);
  return port.container;
}
