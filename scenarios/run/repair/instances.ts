import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Instance } from '../../../stack/engine/engine.js';
import type { Supervised } from '../../../stack/supervised/supervised.js';
import type { Target } from '../../model/fault.js';
import type { RemediationStep } from '../../model/remediation.js';
import { byName, select } from '../select.js';
import { adminPrefix } from './admin.js';

/** The instances that a step is about, whatever their state. Rejects with `no-instance` (exit 4) if one that is wanted does not exist. */
export function instancesOf(
  all: readonly Instance[],
  { service, instances: wanted }: Target,
  { name, hints }: Pick<Supervised, 'name' | 'hints'>,
): readonly Instance[] {
  const own = byName(all.filter((one) => one.service === service));
  const { chosen, lacking } = select(own, wanted);
  if (lacking === undefined) return chosen;
  throw new SupopsError({
    code: 'no-instance',
    exitCode: EXIT.unavailable,
    message: `the repair needs ${lacking} of ${service}; ${name} has ${own.length}`,
    hint: `run \`${hints.restore}\``,
  });
}

/** Checks before anything is touched that every step can be taken. Rejects with `no-instance` or `no-admin-command` (exit 4). */
export function checkRemediation(
  supervised: Pick<Supervised, 'name' | 'hints' | 'targets'>,
  steps: readonly RemediationStep[],
): void {
  const all = [...supervised.targets.values()].flat();
  for (const step of steps) {
    if (step.kind !== 'restart' && step.kind !== 'admin') continue;
    const instances = instancesOf(all, step.target, supervised);
    if (step.kind === 'admin') for (const instance of instances) adminPrefix(instance);
  }
}
