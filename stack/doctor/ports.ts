import type { Engine } from '../engine/engine.js';
import { stackSelector } from '../model/labels.js';
import { anyFreePort, isPortFree, settlePorts } from '../settle/ports.js';
import { PREFERRED_PORTS, type PublishedService } from '../settle/settled.js';
import type { Check, Diagnosis } from './check.js';

/** Where a stack is, or would be, reached on this machine. */
export const portCheck = (engine: Pick<Engine, 'observe' | 'stacks'>, stack: string): Check => ({
  id: 'ports',
  title: 'ports',
  run: async () => {
    const { instances } = await engine.observe(stackSelector(stack));
    const others = (await engine.stacks()).filter((name) => name !== stack);
    const elsewhere = await Promise.all(others.map((name) => engine.observe(stackSelector(name))));
    const avoid = new Set(elsewhere.flatMap((one) => one.instances.flatMap(({ published }) => Object.values(published))));
    const ports = await settlePorts({ stack, instances, avoid, isFree: isPortFree, anyFree: anyFreePort });
    return judgePorts(ports, instances.length > 0);
  },
});

/** A port that is taken is no problem: another one is chosen, and said. */
export function judgePorts(ports: Readonly<Record<PublishedService, number>>, isDeployed: boolean): Diagnosis {
  const names = Object.keys(PREFERRED_PORTS) as PublishedService[];
  const all = names.map((name) => `${name} ${ports[name]}`).join(', ');
  const moved = names.filter((name) => ports[name] !== PREFERRED_PORTS[name].host);
  const instead = moved.map((name) => `${PREFERRED_PORTS[name].host}`).join(', ');
  const note = moved.length === 0 ? '' : `; ${instead} ${moved.length === 1 ? 'is' : 'are'} taken`;
  return { status: 'ok', detail: `${isDeployed ? 'in use by this stack' : 'free'}: ${all}${isDeployed ? '' : note}` };
}
