/** Labels on everything that supops creates: the only record of what belongs to a stack. */
export const LABEL = {
  stack: 'dev.supops.stack',
  service: 'dev.supops.service',
  component: 'dev.supops.component',
  /** `service`, `helper` (guardian, throw-away tools) or `volume`, `network`. */
  role: 'dev.supops.role',
  /** Hash of everything in the service's definition: equal means unchanged. */
  configHash: 'dev.supops.config-hash',
  /** The run a helper belongs to. */
  run: 'dev.supops.run',
  /** On the Prometheus service: the factor of time compression the stack was deployed with. */
  speed: 'dev.supops.speed',
  /** Where the images came from: `registry` or `debian`. */
  imageSource: 'dev.supops.image-source',
} as const;
