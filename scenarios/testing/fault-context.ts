import type { Clock } from '../../core/time.js';
import type { Engine, EngineEvent } from '../../stack/engine/engine.js';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import type { FaultContext, Victim } from '../faults/fault.js';
import type { Params } from '../model/fault.js';

/** What a fault is handed in a test: no agents, no databases, a clock that stands still, and nothing that has happened. */
export const faultContext = (
  parts: { readonly engine: Engine; readonly victims: readonly Victim[] } & Partial<FaultContext>,
): FaultContext => ({
  params: {} as Params,
  events: [] as readonly EngineEvent[],
  since: 0,
  clock: fakeClock() as Clock,
  signal: new AbortController().signal,
  agents: new Map(),
  system: { targets: new Map() },
  ttlMs: 60_000,
  ...parts,
});
