import { messageOf } from '../../core/errors.js';
import type { Check, Diagnosis } from '../../stack/doctor/check.js';
import { type Engine, need } from '../../stack/engine/engine.js';
import type { FaultKind } from '../faults/fault.js';
import { FAULT_KINDS } from '../faults/registry.js';
import type { AgentProbe } from './agent-probe.js';
import { sampleParams } from './sample-params.js';

/**
 * For each kind of fault, by what it would be made here, or why it cannot.
 * @param probe absent if there is no image to try agents with
 */
export const faultChecks = (engine: Engine, probe: AgentProbe | undefined, kinds = FAULT_KINDS): readonly Check[] =>
  kinds.map((kind) => ({ id: `fault-${kind.kind}`, title: kind.kind, run: () => checkKind(kind, engine, probe) }));

const UNUSABLE = 'scenarios with this fault are refused before anything is touched';

async function checkKind(kind: FaultKind, engine: Engine, probe: AgentProbe | undefined): Promise<Diagnosis> {
  const params = sampleParams(kind);
  if (!kind.params.safeParse(params).success)
    return {
      status: 'warning',
      detail: 'what it needs depends on its parameters',
      hint: 'see `supops incident <scenario> --dry-run`',
    };
  const agent = kind.agent?.(params);
  const capabilities = [...(agent ? (['helpers'] as const) : []), ...kind.needs(params)];
  try {
    for (const capability of capabilities) need(engine, capability);
  } catch (error) {
    return { status: 'warning', detail: messageOf(error), hint: UNUSABLE };
  }
  if (!agent) return { status: 'ok', detail: `by the engine (${capabilities.join(', ') || 'what every engine can'})` };
  if (!probe)
    return {
      status: 'warning',
      detail: `by an agent (${agent.program}); not tried without images`,
      hint: 'run `supops up`, which provides them',
    };
  const found = await probe.look(agent);
  if ('reason' in found) return { status: 'warning', detail: found.reason, hint: UNUSABLE };
  const facts = factsText(found.facts);
  return { status: 'ok', detail: `by an agent (${agent.program}${facts === '' ? '' : `: ${facts}`})` };
}

const factsText = (facts: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(facts)
    .map(([name, value]) => (value === true ? name : value === false ? `no ${name}` : `${name} ${value}`))
    .join(', ');
