import type { EngineEvent, Instance } from '../../engine/engine.js';

/** The containers as last observed, corrected by what has happened since. */
export interface Containers {
  all(): readonly Instance[];
  /** Times that an instance, by its name within the stack, ran out of memory. */
  oomEvents(instance: string): number;
  /** Takes an event in; a container that died counts as gone from this moment on. */
  happened(event: EngineEvent): void;
  /** Grows with each event. */
  changes(): number;
  /** Takes an observation in; what died since it began, at `changesAtStart`, stays gone. */
  observed(instances: readonly Instance[], changesAtStart: number): void;
}

const ENDS: ReadonlySet<EngineEvent['kind']> = new Set(['ended', 'removed', 'replaced']);

/** Knows no container until the first observation. */
export function makeContainers(): Containers {
  let instances: readonly Instance[] = [];
  let changes = 0;
  /** Container → number of the event that ended it. */
  const ended = new Map<string, number>();
  const ooms = new Map<string, number>();
  const withoutEnded = (found: readonly Instance[], since: number) =>
    found.map((instance): Instance => ((ended.get(instance.id) ?? 0) > since ? { ...instance, state: 'exited' } : instance));
  return {
    all: () => instances,
    oomEvents: (instance) => ooms.get(instance) ?? 0,
    happened: ({ kind, word, instanceId, instance }) => {
      changes += 1;
      if (word === 'oom') ooms.set(instance, (ooms.get(instance) ?? 0) + 1);
      if (!ENDS.has(kind)) return;
      ended.set(instanceId, changes);
      instances = withoutEnded(instances, changes - 1);
    },
    changes: () => changes,
    observed: (found, changesAtStart) => {
      instances = withoutEnded(found, changesAtStart);
      for (const [id, change] of ended) if (change <= changesAtStart) ended.delete(id);
    },
  };
}
