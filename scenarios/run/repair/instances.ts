import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Instance } from '../../../stack/engine/engine.js';
import type { Supervised } from '../../../stack/supervised/supervised.js';
import type { Target } from '../../model/fault.js';
import type { RemediationStep } from '../../model/remediation.js';
import { adminPrefix } from './admin.js';

/** The instances that a step is about, whatever their state. Rejects with `no-instance` (exit 4) if there are not enough, or not those. */
export function instancesOf(
  all: readonly Instance[],
  { service, instances: wanted }: Target,
  { name, hints }: Pick<Supervised, 'name' | 'hints'>,
): readonly Instance[] {
  const own = all.filter((one) => one.service === service).toSorted((a, b) => (a.instance < b.instance ? -1 : 1));
  const refuse = (what: string) =>
    new SupopsError({
      code: 'no-instance',
      exitCode: EXIT.unavailable,
      message: `the repair needs ${what} of ${service}; ${name} has ${own.map(({ instance }) => instance).join(', ') || 'none'}`,
      hint: `run \`${hints.restore}\``,
    });
  if (own.length === 0) throw refuse('an instance');
  if (wanted === 'all') return own;
  if (typeof wanted === 'object') {
    const missing = wanted.find((one) => !own.some(({ instance }) => instance === one));
    if (missing !== undefined) throw refuse(`the instance ${missing}`);
    return own.filter(({ instance }) => wanted.includes(instance));
  }
  const count = typeof wanted === 'number' ? wanted : Math.ceil((own.length * Number.parseInt(wanted, 10)) / 100);
  if (own.length < count) throw refuse(`${count} instances`);
  return own.slice(0, count);
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
