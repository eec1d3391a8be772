import { EXIT, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import type { Instance } from '../../stack/engine/engine.js';
import { need } from '../../stack/engine/engine.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Victim } from '../faults/fault.js';
import { faultKind, faultText } from '../faults/registry.js';
import type { FaultSpec, InstanceRef } from '../model/fault.js';
import { byName, select } from './select.js';

/**
 * The instances that a fault is to touch, as they were when the system was inspected: all of its service, the first ones by name, or those that are
 * named. Rejects with `no-victim` or `victim-not-running` (exit 4).
 */
export function chooseVictims(
  supervised: Pick<Supervised, 'targets' | 'name' | 'hints'>,
  { target: { service, instances: wanted } }: Pick<FaultSpec, 'target'>,
): readonly Instance[] {
  const refuse = (code: string, message: string, more = '') =>
    new SupopsError({
      code,
      exitCode: EXIT.unavailable,
      message: `${message} in ${supervised.name}${more}`,
      hint: `run \`${supervised.hints.restore}\``,
    });
  const all = byName(supervised.targets.get(service) ?? []);
  if (all.length === 0) throw refuse('no-victim', `the victim ${service} does not exist`);
  if (wanted === 'all' || typeof wanted === 'object') {
    const { chosen, lacking } = select(all, wanted);
    const names = all.map(({ instance }) => instance);
    if (lacking !== undefined)
      throw refuse('no-victim', `the victim ${lacking} of ${service} does not exist`, suggestion(lacking, names));
    const idle = chosen.find(({ state }) => state !== 'running');
    if (idle) throw refuse('victim-not-running', `the victim ${idle.instance} is ${idle.state}`);
    return chosen;
  }
  const running = all.filter(({ state }) => state === 'running');
  const { chosen, lacking } = select(running, wanted, all.length);
  if (lacking !== undefined)
    throw refuse('victim-not-running', `${lacking} of ${service} are wanted, and ${running.length} are running`);
  return chosen;
}

/** How undo records refer to an instance. */
export const refOf = ({ scope }: Pick<Supervised, 'scope'>, { service, instance, id, startedAt }: Instance): InstanceRef => ({
  selector: scope.selector,
  service,
  instance,
  id,
  startedAt,
});

/**
 * Checks everything that can be checked before anything is touched: the victims run, the faults can be made on them, and the engine can do what
 * the faults need. Rejects with `no-victim`, `victim-not-running`, `fault-impossible` or `capability-missing` (exit 4).
 */
export function checkFaults(supervised: Supervised, faults: readonly FaultSpec[]): void {
  for (const fault of faults) {
    const kind = faultKind(fault.kind);
    const agent = kind.agent?.(fault.params);
    const needed = agent ? (['helpers', ...kind.needs(fault.params)] as const) : kind.needs(fault.params);
    for (const capability of needed) need(supervised.engine, capability);
    for (const victim of chooseVictims(supervised, fault)) {
      const reason = (agent?.shares.network && foreignNetwork(victim)) || kind.refusal(victim, fault.params, supervised);
      if (reason) throw impossible(fault, victim, reason);
    }
  }
}

// A rule in such a network would hit others too.
const foreignNetwork = ({ network }: Instance): string | undefined =>
  network === 'own'
    ? undefined
    : {
        host: 'it is in the network of the machine',
        shared: 'it shares another container’s network',
        none: 'it has no network',
      }[network];

const impossible = (fault: FaultSpec, { instance }: Instance, reason: string): SupopsError =>
  new SupopsError({
    code: 'fault-impossible',
    exitCode: EXIT.unavailable,
    message: `${faultText(fault, 'noun')} is impossible on ${instance}: ${reason}`,
    hint: 'run `supops doctor` to see which faults this host allows',
  });

/** Pins the victims: what they are now, right before the fault, is what the undo restores. */
export async function pinVictims(supervised: Supervised, fault: FaultSpec): Promise<readonly Victim[]> {
  const chosen = chooseVictims(supervised, fault);
  const now = await Promise.all(chosen.map(({ id }) => supervised.engine.inspect(id)));
  return now.map((instance) => ({ instance, ref: refOf(supervised, instance) }));
}
