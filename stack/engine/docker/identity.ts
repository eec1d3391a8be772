import type { ClockReading, EngineInfo, Identity, Machine } from '../identity.js';
import type { Client } from './client.js';
import { ask } from './errors.js';
import { parseMoment } from './instance.js';

const CLOCK_READINGS = 5;

/** The part of the engine's answer to `/info` that is used. */
export interface Info {
  readonly ID?: string;
  readonly Name?: string;
  readonly SystemTime: string;
  readonly OperatingSystem: string;
  readonly Architecture: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly KernelVersion?: string;
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
  readonly Driver?: string;
  readonly DockerRootDir?: string;
  /** Such as `name=rootless`. */
  readonly SecurityOptions?: readonly string[] | null;
}

/** Who the engine is, and what time it has. */
export const identity = (client: Client): Identity => ({
  kind: 'docker',
  async info() {
    const info = await askInfo(client);
    return {
      id: info.ID || info.Name || client.options.endpoint,
      kind: 'docker',
      version: client.version,
      apiVersion: client.apiVersion,
      endpoint: client.options.endpoint,
      operatingSystem: info.OperatingSystem,
      architecture: info.Architecture,
      cpus: info.NCPU,
      memoryBytes: info.MemTotal,
      machine: machineOf(info),
    } satisfies EngineInfo;
  },
  readClock: () => readClock(client),
});

const machineOf = (info: Info): Machine => ({
  ...(info.KernelVersion && { kernel: info.KernelVersion }),
  ...(info.CgroupVersion && { cgroupVersion: info.CgroupVersion }),
  ...(info.CgroupDriver && { cgroupDriver: info.CgroupDriver }),
  ...(info.Driver && { storage: info.Driver }),
  ...(info.DockerRootDir && { dataFolder: info.DockerRootDir }),
  rootless: (info.SecurityOptions ?? []).some((option) => option.startsWith('name=rootless')),
});

/** The engine's description of itself. */
export const askInfo = (client: Client): Promise<Info> =>
  ask('ask the engine about itself', client.docker.info() as Promise<Info>);

/** The best of several readings: the shorter the round trip, the less is unknown about the moment the engine looked at its clock. */
async function readClock(client: Client): Promise<ClockReading> {
  let best: ClockReading | undefined;
  for (let i = 0; i < CLOCK_READINGS; i++) {
    const reading = await readOnce(client);
    if (best === undefined || reading.uncertaintyMs < best.uncertaintyMs) best = reading;
  }
  return best as ClockReading;
}

async function readOnce(client: Client): Promise<ClockReading> {
  const { clock } = client.options;
  const [wall, start] = [clock.now(), clock.monotonic()];
  const { SystemTime } = await askInfo(client);
  const roundTrip = clock.monotonic() - start;
  // A wall clock in whole milliseconds is half a millisecond late on average, and uncertain by as much.
  return { offsetMs: parseMoment(SystemTime) - (wall + 0.5 + roundTrip / 2), uncertaintyMs: roundTrip / 2 + 0.5 };
}
