import { listText } from '../language/sentences.js';
import type { Finding } from '../model/verdict.js';
import type { Story } from '../story/story.js';
import { type Judged, unknown } from './aspects.js';

/** Judges the steps of a scenario's own repair: one that failed is missed, one whose effect could not be seen is unknown. */
export function judgeRepair({ lines }: Story): Judged {
  const taken = lines.filter((line) => line.type === 'remediation');
  const begun = lines.some((line) => line.type === 'phase' && line.phase === 'remediate');
  if (!begun) return unknown('the repair was not reached');
  const ended = lines.some((line) => line.type === 'phase' && line.phase === 'remediate' && line.status === 'ended');
  const bad = taken.filter(({ result = 'done' }) => result !== 'done');
  const value = listText(taken.map(({ step, effect }) => `${step}: ${effect}`));
  if (bad.length === 0)
    return ended ? { result: 'met', value, findings: [], histories: [] } : unknown('the repair was not finished');
  const findings = bad.map(
    ({ step, effect, result }): Finding =>
      result === 'failed'
        ? { id: 'repair-failed', message: `the repair failed: ${step}: ${effect}; the faults were undone all the same` }
        : { id: 'monitoring-blind', message: `whether the repair worked is unknown: ${step}: ${effect}` },
  );
  const missed = bad.some(({ result }) => result === 'failed');
  return { result: missed ? 'missed' : 'unknown', value, findings, histories: [] };
}
