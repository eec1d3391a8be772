import type { Milliseconds } from '../../core/time.js';

/** The kinds of engine that supops knows. */
export type EngineKind = 'docker';

/** Who the engine is and what time it has. */
export interface Identity {
  /** Known without asking the engine. */
  readonly kind: EngineKind;
  info(): Promise<EngineInfo>;
  /** One reading of the engine's clock. */
  readClock(): Promise<ClockReading>;
}

/** The engine's description of itself and of its machine. */
export interface EngineInfo {
  /** Stable identity of the engine, for state kept by engine. */
  readonly id: string;
  readonly kind: EngineKind;
  readonly version: string;
  readonly apiVersion: string;
  /** Where it was reached and by which rule: `unix:///var/run/docker.sock (usual socket)`. */
  readonly endpoint: string;
  readonly operatingSystem: string;
  readonly architecture: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly machine?: Machine;
}

/** The machine of an engine, as far as the engine says. */
export interface Machine {
  readonly kernel?: string;
  /** `1` or `2`. */
  readonly cgroupVersion?: string;
  /** `cgroupfs`, `systemd`, `none`. */
  readonly cgroupDriver?: string;
  /** How it stores images: `overlay2`. */
  readonly storage?: string;
  /** Where it stores them. */
  readonly dataFolder?: string;
  /** Whether it runs as an ordinary user. */
  readonly rootless: boolean;
}

/** Offset = engine minus local, in ms, known to ± uncertainty (half the round trip). */
export interface ClockReading {
  readonly offsetMs: Milliseconds;
  readonly uncertaintyMs: Milliseconds;
}
