import type { Exec, Identity, Instance, Logs } from '../../engine/engine.js';
import type { Port, Readiness } from '../../model/stack.js';
import { probeHttp } from './http.js';
import { probeLog } from './log.js';
import { probeQuery } from './query.js';
import { probeTcp } from './tcp.js';

/** What a probe asks of the engine. */
export type ProbeEngine = Pick<Identity, 'reach'> & Exec & Logs;

/** A running instance and how it says that it is ready. */
export interface Candidate {
  readonly instance: Instance;
  readonly readiness: Readiness;
  readonly ports: readonly Port[];
}

/** Asks once. @returns why the instance is not ready, or `undefined` where it is. Rejects only when aborted. */
export function probe(engine: ProbeEngine, candidate: Candidate, signal: AbortSignal): Promise<string | undefined> {
  const { instance, readiness } = candidate;
  switch (readiness.kind) {
    case 'http': {
      const url = new URL(readiness.path, engine.reach(instance, containerPort(candidate, readiness.port)));
      return probeHttp(url, signal);
    }
    case 'tcp':
      return probeTcp(engine.reach(instance, containerPort(candidate, readiness.port), 'tcp'), signal);
    case 'query':
      return probeQuery(engine, instance.id, { command: readiness.command, signal });
    case 'log':
      return probeLog(engine, instance, readiness, signal);
  }
}

/** What is waited for, in words. */
export function describeReadiness(readiness: Readiness): string {
  switch (readiness.kind) {
    case 'http':
      return `GET ${readiness.path} to answer`;
    case 'tcp':
      return `port ${readiness.port} to accept a connection`;
    case 'query':
      return 'a query to succeed';
    case 'log':
      return `a log line with "${readiness.pattern}"`;
  }
}

function containerPort({ instance, ports }: Candidate, name: string): number {
  const port = ports.find((candidate) => candidate.name === name);
  if (!port) throw new Error(`service ${instance.service} has no port named ${name}`);
  return port.container;
}
