import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Progress } from '../../core/progress.js';
import { systemClock } from '../../core/time.js';
import type { Host } from '../../stack/deploy/host.js';
import type { UpOptions } from '../../stack/deploy/up.js';
import type { Engine } from '../../stack/engine/engine.js';
import { readProgram } from '../../stack/images/programs.js';
import type { Service, Stack } from '../../stack/model/stack.js';

/** A host whose state is in a temporary folder. */
export interface TestHost extends Host {
  readonly progress: Progress[];
  /** Removes the folder. */
  dispose(): void;
}

export function makeTestHost(engine: Engine): TestHost {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'supops-state-'));
  const progress: Progress[] = [];
  return {
    engine,
    clock: systemClock,
    stateDir,
    programs: (name) => readProgram(name),
    onProgress: (step) => progress.push(step),
    progress,
    dispose: () => rmSync(stateDir, { recursive: true, force: true }),
  };
}

/** Options of an ordinary `up`; `changes` win. */
export const upOptions = (stack: string, changes: Partial<UpOptions> = {}): UpOptions => ({
  stack,
  images: 'auto',
  dns: [],
  dryRun: false,
  ...changes,
});

/** The stack with one of its services changed. */
export const withService =
  (name: string, change: (service: Service) => Service) =>
  (stack: Stack): Stack => ({
    ...stack,
    services: stack.services.map((service) => (service.name === name ? change(service) : service)),
  });

/** The stack with only some of its services, which then wait for nothing else. */
export const onlyServices =
  (...names: readonly string[]) =>
  (stack: Stack): Stack => ({
    ...stack,
    services: stack.services
      .filter(({ name }) => names.includes(name))
      .map((service) => ({ ...service, dependsOn: service.dependsOn.filter((name) => names.includes(name)) })),
  });
