import type { EngineEvent, Instance } from '../../engine/engine.js';

/** The containers as last observed, corrected by what has happened since. */
export interface Containers {
  all(): readonly Instance[];
  oomEvents(service: string): number;
  /** Takes an event in; a container that died counts as gone from this moment on. */
  happened(event: EngineEvent): void;
  /** Changes with each event: an observation that began at another value is out of date. */
  changes(): number;
  /** Takes an observation in, unless events came since it began. @returns whether it was taken. */
  observed(instances: readonly Instance[], changesAtStart: number): boolean;
}

const ENDS: ReadonlySet<EngineEvent['action']> = new Set(['die', 'stop', 'remove']);

/** Knows no container until the first observation. */
export function makeContainers(): Containers {
  let instances: readonly Instance[] = [];
  let changes = 0;
  const ooms = new Map<string, number>();
  return {
    all: () => instances,
    oomEvents: (service) => ooms.get(service) ?? 0,
    happened: ({ action, instanceId, service }) => {
      changes += 1;
      if (action === 'oom') ooms.set(service, (ooms.get(service) ?? 0) + 1);
      if (ENDS.has(action))
        instances = instances.map((instance) => (instance.id === instanceId ? { ...instance, state: 'exited' } : instance));
    },
    changes: () => changes,
    observed: (found, changesAtStart) => {
      if (changesAtStart !== changes) return false;
      instances = found;
      return true;
    },
  };
}
