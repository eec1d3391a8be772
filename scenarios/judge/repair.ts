import type { Finding } from '../model/verdict.js';
import type { JournalLine } from '../record/events.js';
import type { Story } from '../story/story.js';
import { type Judged, unknown } from './aspects.js';

/** Judges the steps of a scenario's own repair: one that failed is missed, one whose effect could not be seen is unknown. */
export function judgeRepair({ lines }: Story): Judged {
  const phases = lines.filter((line) => line.type === 'phase' && line.phase === 'remediate');
  if (phases.length === 0) return unknown('the repair was not reached');
  const steps = lines.filter((line) => line.type === 'remediation');
  const bad = steps.filter(({ result = 'done' }) => result !== 'done');
  if (bad.length > 0) {
    const result = bad.some((step) => step.result === 'failed') ? 'missed' : 'unknown';
    const value = bad.map(({ step, effect }) => `${step}: ${effect}`).join('; ');
    return { result, value, findings: bad.map(findingOf), histories: [] };
  }
  if (phases.length < 2) return unknown('the repair was not finished');
  const value = `every step had its effect; the last: ${steps.at(-1)?.effect ?? 'none'}`;
  return { result: 'met', value, findings: [], histories: [] };
}

const findingOf = ({ step, effect, result }: Extract<JournalLine, { type: 'remediation' }>): Finding =>
  result === 'failed'
    ? { id: 'repair-failed', message: `the repair failed: ${step}: ${effect}; the faults were undone all the same` }
    : { id: 'monitoring-blind', message: `whether the repair worked is unknown: ${step}: ${effect}` };
