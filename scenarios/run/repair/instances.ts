import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Instance } from '../../../stack/engine/engine.js';
import type { Supervised } from '../../../stack/supervised/supervised.js';
import type { Target } from '../../model/fault.js';
import type { RemediationStep } from '../../model/remediation.js';
import { adminPrefix } from './admin.js';

/** The instances that a step is about, whatever their state: all of a service, or the first ones by name. Rejects with `no-instance` (exit 4). */
export function instancesOf(
  all: readonly Instance[],
  { service, instances: wanted }: Target,
  { name, hints }: Pick<Supervised, 'name' | 'hints'>,
): readonly Instance[] {
  const own = all.filter((one) => one.service === service).toSorted((a, b) => (a.instance < b.instance ? -1 : 1));
  const missing = wanted === 'all' ? own.length === 0 : own.length < wanted;
  if (!missing) return wanted === 'all' ? own : own.slice(0, wanted);
  throw new SupopsError({
    code: 'no-instance',
    exitCode: EXIT.unavailable,
    message: `the repair needs ${wanted === 'all' ? 'an instance' : `${wanted} instances`} of ${service}; ${name} has ${own.length}`,
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
