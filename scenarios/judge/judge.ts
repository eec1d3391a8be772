import { formatSpan } from '../../core/duration.js';
import { expectationSentence, faultText, listText } from '../language/sentences.js';
import type { Expectation, Finding, Judgement, Scenario, Verdict } from '../model.js';
import type { RunRecord } from '../record/record.js';
import { budgetOf } from '../story/bounds.js';
import { judgeFault, judgeRecovery } from './circumstances.js';
import { evidenceOf } from './evidence.js';
import { judgeFired } from './fired.js';
import { blindness, isRuleMissing } from './health.js';
import { type Hearing, type Judged, openHearing } from './hearing.js';
import { isInhibited, judgeInhibited } from './inhibited.js';
import { judgeOthers } from './others.js';
import { outcomeOf } from './outcome.js';

/**
 * Judges a run: every expectation, then "nothing else fired", the fault and the recovery. Pure; three-valued; never stops at the first
 * miss. Unknown is what the record cannot tell, and it is never green.
 */
export function judge(scenario: Scenario, record: Omit<RunRecord, 'judgement'>): Judgement {
  const hearing = openHearing(scenario, record);
  const judged = scenario.expect.map((expectation) => judgeExpectation(hearing, expectation));
  const verdicts = [
    ...scenario.expect.map((expectation, i) => expectationVerdict(hearing, expectation, judged[i] as Judged)),
    ...circumstanceVerdicts(hearing, judged),
  ];
  const findings = [...unsteady(hearing), ...verdicts.flatMap((verdict) => verdict.findings)];
  return { outcome: outcomeOf(record.lines, verdicts), verdicts, findings };
}

function judgeExpectation(hearing: Hearing, expectation: Expectation): Judged {
  if (hearing.injectedAt === undefined) return notInjected(hearing, expectation);
  const judged = isInhibited(expectation) ? judgeInhibited(hearing, expectation) : judgeFired(hearing, expectation);
  // What did not happen proves nothing where the fault may not have happened either.
  return hearing.proven || judged.result === 'met' ? judged : { ...judged, result: 'unknown' };
}

// What preflight saw is still worth telling: it is why nothing was injected.
function notInjected(hearing: Hearing, expectation: Expectation): Judged {
  const { alert } = expectation;
  const value = 'not judged: nothing was injected';
  if (isRuleMissing(hearing, alert)) {
    const message = `the rule of ${alert} is in the rule files, but Prometheus has not loaded it`;
    return { result: 'missed', value, findings: [{ id: 'rule-not-loaded', alert, message }], histories: [] };
  }
  const findings = blindness({ ...hearing, window: undefined }, expectation);
  return { result: 'unknown', value, findings, histories: [] };
}

function expectationVerdict(hearing: Hearing, expectation: Expectation, judged: Judged): Verdict {
  const { started } = hearing;
  const budgetMs = budgetOf(expectation, started.speed, started.bounds[expectation.id]);
  const { histories, ...rest } = judged;
  return {
    id: expectation.id,
    expectation: expectationSentence(expectation, budgetMs),
    ...rest,
    ...(budgetMs === undefined || isInhibited(expectation) ? {} : { budgetMs }),
    evidence: evidenceOf(hearing, expectation.alert, histories),
  };
}

function circumstanceVerdicts(hearing: Hearing, judged: readonly Judged[]): readonly Verdict[] {
  const { scenario, lines, injectedAt, window } = hearing;
  const explained = judged.flatMap(({ histories }) => histories.map(({ labels }) => labels));
  const nothing: Judged = { result: 'unknown', value: 'not judged: nothing was injected', findings: [], histories: [] };
  const others = injectedAt === undefined ? nothing : judgeOthers(hearing, explained);
  const recovery = injectedAt === undefined && !lines.some((line) => line.type === 'undo') ? nothing : judgeRecovery(hearing);
  const seqs = (type: string) => lines.filter((line) => line.type === type).map(({ seq }) => seq);
  const lineText = (seq: readonly number[]) => (seq.length === 0 ? 'none' : `journal ${seq.join(', ')}`);
  return [
    verdict('nothing-else', 'No other alert fires unmuted', others, window ? `journal ${window.seq}: ALERTS` : 'none'),
    verdict(
      'fault',
      `The fault takes effect: ${listText(scenario.faults.map(faultText))}`,
      judgeFault(hearing),
      lineText(seqs('proof')),
    ),
    verdict(
      'recovery',
      `The steady state holds again within ${formatSpan(scenario.recoverWithinMs)} of the repair`,
      recovery,
      lineText(seqs('steady').slice(-1)),
    ),
  ];
}

function verdict(id: string, expectation: string, { histories: _, ...judged }: Judged, evidence: string): Verdict {
  return { id, expectation, ...judged, evidence };
}

function unsteady({ lines }: Hearing): readonly Finding[] {
  const before = lines.findLast((line) => line.type === 'steady' && line.moment === 'before');
  if (before?.type !== 'steady' || before.holds) return [];
  return [{ id: 'not-steady', message: `the steady state did not hold, so nothing was injected: ${before.reason}` }];
}
