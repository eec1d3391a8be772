import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Identity } from '../identity.js';
import type { Capabilities, CapabilityName } from './capabilities.js';

const VERBS: Readonly<Record<CapabilityName, string>> = {
  kill: 'kill instances',
  pause: 'pause instances',
  restartPolicy: 'change restart policies',
  limits: 'change limits of CPU and memory',
  usage: 'measure the use of resources',
  images: 'keep images',
  helpers: 'run helpers beside the stack',
};

/** Every capability. */
export const CAPABILITY_NAMES = Object.keys(VERBS) as readonly CapabilityName[];

/**
 * The capability of an engine: `need(engine, 'pause').pause(id)`.
 * @throws SupopsError `capability-missing`, exit 4: "the docker engine cannot pause instances"
 */
export function need<Name extends CapabilityName>(
  engine: Partial<Capabilities> & Pick<Identity, 'kind'>,
  name: Name,
): Capabilities[Name] {
  const capability: Partial<Capabilities>[Name] = engine[name];
  if (capability !== undefined) return capability;
  throw new SupopsError({
    code: 'capability-missing',
    exitCode: EXIT.unavailable,
    message: `the ${engine.kind} engine cannot ${VERBS[name]}`,
    hint: 'use an engine that can, or leave out what needs it',
  });
}
