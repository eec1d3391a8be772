import type { Selector } from '../engine/listing.js';

/** Labels on everything that supops creates: the only record of what belongs to a stack. */
export const LABEL = {
  stack: 'dev.supops.stack',
  service: 'dev.supops.service',
  /** Name of an instance within its stack: `api-1`. */
  instance: 'dev.supops.instance',
  component: 'dev.supops.component',
  /** `service`, `helper` (guardian, throw-away tools) or `volume`, `network`. */
  role: 'dev.supops.role',
  /** Hash of everything in the service's definition: equal means unchanged. */
  configHash: 'dev.supops.config-hash',
  /** How a service says that it is ready (published-readiness.ts). */
  readiness: 'dev.supops.readiness',
  /** On an instance that faults and repairs may give orders: the beginning of a command line inside it, as a JSON list. */
  admin: 'dev.supops.admin',
  /** The run a helper belongs to. */
  run: 'dev.supops.run',
  /** On a helper: the process it serves, `<host>/<pid>`. */
  owner: 'dev.supops.owner',
  /** On a guardian: the scenario of its run. */
  scenario: 'dev.supops.scenario',
  /** On the guardian of a run that tolerates no other one on the engine: `true`. */
  exclusive: 'dev.supops.exclusive',
  /** On the Prometheus service: the factor of time compression the stack was deployed with. */
  speed: 'dev.supops.speed',
  /** Where the images came from: `registry` or `debian`. */
  imageSource: 'dev.supops.image-source',
} as const;

/** Everything that belongs to a stack of ours. */
export const stackSelector = (stack: string): Selector => ({ labels: { [LABEL.stack]: stack } });
