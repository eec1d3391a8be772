import { CAPABILITY_NAMES, type ClockReading, type Engine, type EngineInfo } from '../engine/engine.js';
import type { Check, Diagnosis } from './check.js';

const GIBIBYTE = 1024 ** 3;
/** What the reference stack needs, with room for the machine itself. */
const LEAST_MEMORY = 1.5 * GIBIBYTE;
/** From here on people are misled by times that they compare. */
const CLOCK_WARNING_MS = 1_000;

/** Checks of the engine itself. */
export const engineChecks = (engine: Engine): readonly Check[] => [
  { id: 'engine', title: 'engine', run: async () => judgeEngine(await engine.info()) },
  { id: 'machine', title: 'machine', run: async () => judgeMachine(await engine.info()) },
  { id: 'capabilities', title: 'capabilities', run: async () => judgeCapabilities(engine) },
  { id: 'clock', title: 'clock', run: async () => judgeClock(await engine.readClock()) },
];

/** Which engine it is. One that supops cannot use is refused when it is connected. */
export const judgeEngine = ({ kind, version, apiVersion, endpoint, operatingSystem }: EngineInfo): Diagnosis => ({
  status: 'ok',
  detail: `${kind} ${version}, API ${apiVersion}, at ${endpoint}, on ${operatingSystem}`,
});

/** What it runs on. */
export function judgeMachine({ architecture, cpus, memoryBytes, machine }: EngineInfo): Diagnosis {
  const memory = `${(memoryBytes / GIBIBYTE).toFixed(1)} GiB`;
  const parts = [
    `${architecture}, ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}, ${memory}`,
    machine?.kernel && `kernel ${machine.kernel}`,
    machine?.cgroupVersion && `cgroup v${machine.cgroupVersion} (${machine.cgroupDriver ?? 'unknown driver'})`,
    machine?.storage && `storage ${machine.storage}`,
    machine?.rootless && 'rootless',
  ];
  const detail = parts.filter(Boolean).join(', ');
  if (memoryBytes < LEAST_MEMORY)
    return { status: 'warning', detail, hint: 'give the engine 1.5 GiB of memory or more: the stack and its faults need it' };
  if (machine?.rootless)
    return {
      status: 'warning',
      detail,
      hint: 'a rootless engine may refuse faults that need the machine’s processes or control groups; the fault kinds below say which',
    };
  return { status: 'ok', detail };
}

/** What it can do, of all that faults and deployment may ask of it. */
export function judgeCapabilities(engine: Partial<Record<(typeof CAPABILITY_NAMES)[number], unknown>>): Diagnosis {
  const missing = CAPABILITY_NAMES.filter((name) => engine[name] === undefined);
  if (missing.length === 0) return { status: 'ok', detail: CAPABILITY_NAMES.join(', ') };
  const needed = missing.includes('images') || missing.includes('helpers');
  return {
    status: needed ? 'problem' : 'warning',
    detail: `it cannot: ${missing.join(', ')}`,
    hint: needed ? 'use another engine' : 'scenarios whose faults need these are refused',
  };
}

/** How far its clock is from this machine's. Runs measure on the engine's clock, and take the difference into account. */
export function judgeClock({ offsetMs, uncertaintyMs }: ClockReading): Diagnosis {
  const away = `${Math.abs(offsetMs).toFixed(0)} ms ${offsetMs < 0 ? 'behind' : 'ahead of'} this machine, ± ${uncertaintyMs.toFixed(1)} ms`;
  if (Math.abs(offsetMs) <= uncertaintyMs) return { status: 'ok', detail: `as this machine, ± ${uncertaintyMs.toFixed(1)} ms` };
  if (Math.abs(offsetMs) < CLOCK_WARNING_MS) return { status: 'ok', detail: away };
  return {
    status: 'warning',
    detail: away,
    hint: 'synchronise both clocks: measurements are right all the same, but logs differ',
  };
}
