import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { faultText } from '../faults/registry.js';
import { sinceInjection } from '../language/sentences.js';
import type { Finding } from '../model/verdict.js';
import type { JournalLine } from '../record/events.js';
import type { FaultStory, Story } from '../story/story.js';
import { type Judged, missed, unknown } from './aspects.js';
import { loadLost } from './health.js';

/** Judges "the fault took effect": without proof, or with a victim that was replaced or restarted, nothing can be concluded. */
export function judgeFault(story: Story): Judged {
  const { faults, proven, injectedAt } = story;
  const attempted = faults.some(({ status }) => status !== undefined && status !== 'planned');
  if (!attempted && !proven) return unknown('nothing was injected');
  const evidence = faults.flatMap(({ proof }) => proof?.evidence ?? []);
  if (!proven) return unknown('not proven', faults.filter(({ proof }) => !proof?.proven).map(notProven));
  const interference = faults.flatMap((fault) => fault.interference.map((one) => interferenceFinding(one, injectedAt)));
  if (interference.length > 0) return unknown('the victim did not stay down', interference);
  return { result: 'met', value: evidence.join('; '), findings: [], histories: [] };
}

function notProven({ spec, proof }: FaultStory): Finding {
  const why = proof?.evidence ?? 'there is no evidence of its effect';
  return { id: 'fault-not-proven', message: `${faultText(spec, 'noun')} was not proven: ${why}` };
}

// What the platform, or somebody else, did to a victim between fault and repair: the run must not take credit for it.
function interferenceFinding(
  { instance, at, replaced }: FaultStory['interference'][number],
  injectedAt: number | undefined,
): Finding {
  const when = sinceInjection(at, injectedAt);
  return {
    id: 'victim-replaced',
    message: replaced
      ? `${instance} was replaced by another instance at ${when}`
      : `${instance} was started at ${when}, before the repair began, and not by supops`,
  };
}

/** Judges a run without a guardian: whether the fault would have ended with supops is unknown. */
export const judgeGuard = ({ started }: Story): Judged =>
  unknown('there was no guardian', [
    {
      id: 'guardian-absent',
      message: `${started.stack} has no place for a guardian: had supops been killed, only its next start would have undone the fault`,
    },
  ]);

/** Judges "the system recovered": the faults are undone, and the steady state holds again. */
export function judgeRecovery(story: Story): Judged {
  const { lines, undoneAt, scenario, faults, started } = story;
  const dirty = faults.find(({ status }) => status === 'dirty');
  if (dirty)
    return notRecovered(
      'the undo could not be completed',
      `the undo could not be completed: ${dirty.detail ?? 'no reason is recorded'}`,
    );
  const conditions = scenario.recoverConditions ?? scenario.steadyState.conditions ?? [];
  if (started.parts.load === undefined && conditions.length === 0) {
    const message = `whether the steady state holds again is unknown: ${started.stack} has no load source, and nobody else tells what users see`;
    return unknown('nobody tells what users see', [{ id: 'load-absent', message }]);
  }
  const steady = lines.findLast((line) => line.type === 'steady' && line.moment === 'after');
  if (steady?.type !== 'steady') return unknown('the end of the run was not recorded');
  const late = steady.holds ? (lateRecovery(story) ?? lateConditions(story, steady)) : undefined;
  if (steady.holds && late === undefined) {
    const after = undoneAt === undefined ? '' : `repaired at ${sinceInjection(undoneAt, story.injectedAt)}; `;
    return { result: 'met', value: `${after}${steady.reason}`, findings: [], histories: [] };
  }
  const lost = loadLost(story);
  if (lost !== undefined)
    return unknown('the load source was lost', [
      { id: 'load-lost', message: `whether the steady state holds again is unknown: ${lost}` },
    ]);
  const unclear = unclearConditions(story, steady);
  if (unclear !== undefined) return unknown(steady.reason, [{ id: 'monitoring-blind', message: unclear }]);
  if (late !== undefined) return notRecovered(late, `the steady state did not hold again in time: ${late}`);
  const limit = formatSpan(scenario.recoverWithinMs);
  return notRecovered(steady.reason, `the steady state did not hold again within ${limit} of the repair: ${steady.reason}`);
}

const notRecovered = (value: string, message: string): Judged => missed(value, { id: 'not-recovered', message });

// The run waits longer than users may have to, namely for the alerts to resolve. A request that failed in that time counts as a late recovery.
function lateRecovery(story: Story): string | undefined {
  const { lines, scenario } = story;
  const { recoverWithinMs, steadyState } = scenario;
  const repairedAt = endOfRepair(story);
  if (repairedAt === undefined) return undefined;
  const records = lines.flatMap((line) => (line.type === 'load' ? [line.record] : []));
  const late = records.filter(({ second }) => second * 1_000 >= repairedAt + recoverWithinMs);
  const requests = late.reduce((sum, record) => sum + record.requests, 0);
  const failed = late.reduce((sum, record) => sum + record.failed, 0);
  if (requests - failed >= requests * steadyState.minGoodRatio) return undefined;
  return `${failed} of ${requests} requests failed later than ${formatSpan(recoverWithinMs)} after the repair`;
}

type SteadyLine = Extract<JournalLine, { type: 'steady' }>;

// A condition is looked at every second.
const LOOK_MS = 1_000;

function lateConditions(story: Story, { conditions = [] }: SteadyLine): string | undefined {
  const repairedAt = endOfRepair(story);
  if (repairedAt === undefined) return undefined;
  const deadline = repairedAt + story.scenario.recoverWithinMs + LOOK_MS;
  const late = conditions.find(({ since = 0 }) => since > deadline);
  return late && `${late.condition} held only ${formatSpan((late.since ?? 0) - repairedAt)} after the repair`;
}

/** When everything is done that the repair consists of: the undo, and steps that the scenario takes after it. */
function endOfRepair({ undoneAt, lines }: Story): Milliseconds | undefined {
  const steps = lines.flatMap((line) => (line.type === 'remediation' && line.fault === undefined ? [line.endedAt] : []));
  return undoneAt === undefined ? undefined : Math.max(undoneAt, ...steps);
}

/** Why it is unknown whether the steady state holds, if all that is missing are conditions that could not be looked at. */
function unclearConditions({ scenario, started }: Story, steady: SteadyLine): string | undefined {
  const { conditions = [], requests, good } = steady;
  const { minRequests, minGoodRatio } = scenario.steadyState;
  const open = conditions.filter(({ state }) => state !== 'holds');
  const served = started.parts.load === undefined || (requests >= minRequests && good >= requests * minGoodRatio);
  if (!served || open.length === 0 || open.some(({ state }) => state !== 'unknown')) return undefined;
  const found = open.map(({ condition, value }) => `${condition} (${value})`).join('; ');
  return `whether the steady state holds again is unknown: ${found}`;
}
