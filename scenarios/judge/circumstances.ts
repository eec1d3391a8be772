import { formatSpan } from '../../core/duration.js';
import { faultText, listText, sinceInjection } from '../language/sentences.js';
import type { Finding } from '../model.js';
import { CLOCKS_MS, engineEvents, victimsOf } from '../story/moments.js';
import type { Hearing, Judged } from './hearing.js';

/** Judges "the fault took effect": without proof, and with a victim that did not stay the same, nothing can be concluded. */
export function judgeFault(hearing: Hearing): Judged {
  const { scenario, lines, proven } = hearing;
  const attempted = lines.some((line) => line.type === 'undo' && line.status !== 'planned');
  if (!attempted && !proven) return { result: 'unknown', value: 'nothing was injected', findings: [], histories: [] };
  const proofs = lines.filter((line) => line.type === 'proof');
  const evidence = proofs.map(({ proof }) => proof.evidence);
  if (!proven) {
    const why = evidence.length > 0 ? listText(evidence) : 'there is no evidence of its effect';
    const message = `${listText(scenario.faults.map(faultText))} was not proven: ${why}`;
    return { result: 'unknown', value: 'not proven', findings: [{ id: 'fault-not-proven', message }], histories: [] };
  }
  const replaced = replacements(hearing);
  return {
    result: replaced.length > 0 ? 'unknown' : 'met',
    value: replaced.length > 0 ? 'the victim did not stay down' : listText(evidence),
    findings: replaced,
    histories: [],
  };
}

/** What the platform did to a victim between fault and repair: the run does not claim what it did not do. */
function replacements({ lines, injectedAt }: Hearing): readonly Finding[] {
  if (injectedAt === undefined) return [];
  const victims = victimsOf(lines);
  const events = engineEvents(lines, victims);
  const killed = new Set(
    events
      .filter(({ action, time }) => action === 'kill' && time <= injectedAt + CLOCKS_MS)
      .map(({ instanceId }) => instanceId),
  );
  const repairFrom = lines.find((line) => line.type === 'undo' && line.status === 'undoing')?.at ?? Infinity;
  return events.flatMap(({ action, time, service, instanceId }): Finding[] => {
    if (action !== 'start' || time <= injectedAt) return [];
    const at = sinceInjection(time, injectedAt);
    if (killed.size > 0 && !killed.has(instanceId))
      return [{ id: 'victim-replaced', message: `${service} was replaced by another instance at ${at}` }];
    if (time < repairFrom - REPAIR_LAG_MS)
      return [
        { id: 'victim-replaced', message: `${service} was started at ${at}, before the repair began, and not by supops` },
      ];
    return [];
  });
}

// Stamps of the engine and of the journal may differ by the uncertainty of their offset.
const REPAIR_LAG_MS = 50;

/** Judges "the system recovered": the fault is undone, and the steady state holds again. */
export function judgeRecovery(hearing: Hearing): Judged {
  const { lines, undoneAt, scenario } = hearing;
  const dirty = lines.findLast((line) => line.type === 'undo' && (line.status === 'dirty' || line.status === 'undone'));
  if (dirty?.type === 'undo' && dirty.status === 'dirty')
    return missed(
      'the undo could not be completed',
      `the undo could not be completed: ${dirty.detail ?? 'no reason is recorded'}`,
    );
  const steady = lines.findLast((line) => line.type === 'steady' && line.moment === 'after');
  if (steady?.type !== 'steady')
    return { result: 'unknown', value: 'the end of the run was not recorded', findings: [], histories: [] };
  if (steady.holds) {
    const late = lateRecovery(hearing);
    if (late !== undefined) return missed(late, `the steady state did not hold again in time: ${late}`);
    const after = undoneAt === undefined ? '' : `repaired at ${sinceInjection(undoneAt, hearing.injectedAt)}; `;
    return { result: 'met', value: `${after}${steady.reason}`, findings: [], histories: [] };
  }
  const message = `the steady state did not hold again within ${formatSpan(scenario.recoverWithinMs)} of the repair: ${steady.reason}`;
  return missed(steady.reason, message);
}

// The run waits longer than users may have to: for the alerts to resolve. What failed in that time came too late.
function lateRecovery({ lines, undoneAt, scenario }: Hearing): string | undefined {
  const { recoverWithinMs, steadyState } = scenario;
  if (undoneAt === undefined) return undefined;
  const records = lines.flatMap((line) => (line.type === 'load' ? [line.record] : []));
  const late = records.filter(({ second }) => second * 1_000 >= undoneAt + recoverWithinMs);
  const requests = late.reduce((sum, record) => sum + record.requests, 0);
  const failed = late.reduce((sum, record) => sum + record.failed, 0);
  if (requests - failed >= requests * steadyState.minGoodRatio) return undefined;
  return `${failed} of ${requests} requests failed later than ${formatSpan(recoverWithinMs)} after the repair`;
}

const missed = (value: string, message: string): Judged => ({
  result: 'missed',
  value,
  findings: [{ id: 'not-recovered', message }],
  histories: [],
});
