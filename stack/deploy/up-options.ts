import type { Stack } from '../model/stack.js';

/** What `up` is asked for. Everything that is absent has its default, whatever is deployed now. */
export interface UpOptions {
  readonly stack: string;
  /** Where images come from; `auto`: what is there, else a registry, else Debian packages. */
  readonly images: 'auto' | 'registry' | 'debian';
  /** Prefix of a registry that mirrors the official images. */
  readonly registry?: string;
  /** Factor of time compression, 1 to 600; default 60. */
  readonly speed?: number;
  /** A folder of rule files instead of the shipped ones. */
  readonly rulesDir?: string;
  /** An Alertmanager configuration instead of the shipped one. */
  readonly alertmanagerFile?: string;
  /** DNS servers of every service instead of the engine's. */
  readonly dns: readonly string[];
  /** Only says what would be done. */
  readonly dryRun: boolean;
  /** Changes the stack before it is compared with what is there: for stacks that lack a part on purpose. */
  readonly adapt?: (stack: Stack) => Stack;
}

/** The factors of time compression that make sense. */
export const SPEED_RANGE = { min: 1, max: 600 } as const;
