import { formatSpan } from '../../core/duration.js';
import { stepText } from '../conditions/step-words.js';
import { faultText } from '../faults/registry.js';
import { expectationSentence, listText, nothingElseSentence, silenceSentence } from '../language/sentences.js';
import type { Finding, Judgement, Verdict } from '../model/verdict.js';
import type { ExpectationStory, SilenceStory, Story } from '../story/story.js';
import { type Judged, missed, unknown } from './aspects.js';
import { judgeFault, judgeGuard, judgeRecovery } from './circumstances.js';
import { judgeClock } from './clock.js';
import { evidenceOf, evidenceOfMessages } from './evidence.js';
import { judgeFired } from './fired.js';
import { judgeForbidden } from './forbidden.js';
import { blindness, isRuleMissing } from './health.js';
import { isInhibited, judgeInhibited } from './inhibited.js';
import { judgeOthers } from './others.js';
import { outcomeOf } from './outcome.js';
import { excuseOverload } from './overload.js';
import { judgeRepair } from './repair.js';
import { judgeSilence } from './silence.js';

/**
 * Judges a run: every expectation, then "nothing else fired", the faults and the recovery. Pure; three-valued; never stops at the first
 * miss. Unknown is what the record cannot tell, and it is never green.
 */
export function judge(story: Story): Judgement {
  const judged = story.expectations.map((expected) => judgeExpectation(story, expected));
  const verdicts = [
    ...story.expectations.map((expected, i) => expectationVerdict(story, expected, judged[i] as Judged)),
    ...story.silences.map((silence) => silenceVerdict(story, silence)),
    ...(story.scenario.forbid ?? []).map((alert) => forbiddenVerdict(story, alert)),
    ...circumstanceVerdicts(story, judged),
  ].map((verdict) => excuseOverload(story, verdict));
  const findings = [...unsteady(story), ...verdicts.flatMap((verdict) => verdict.findings)];
  return { outcome: outcomeOf(story.lines, verdicts), verdicts, findings };
}

function judgeExpectation(story: Story, expected: ExpectationStory): Judged {
  if (expected.injectedAt === undefined) return notInjected(story, expected);
  const judged = isInhibited(expected) ? judgeInhibited(story, expected) : judgeFired(story, expected);
  // An alert that did not fire proves nothing if the fault may not have happened either.
  return story.proven || judged.result === 'met' ? judged : { ...judged, result: 'unknown' };
}

// What preflight saw is still worth reporting: it is why nothing was injected.
function notInjected(story: Story, expected: ExpectationStory): Judged {
  const { alert } = expected.expectation;
  const value = 'not judged: nothing was injected';
  if (isRuleMissing(story, alert)) {
    const message = `the rule of ${alert} is in the rule files, but Prometheus has not loaded it`;
    return missed(value, { id: 'rule-not-loaded', alert, message });
  }
  return unknown(value, blindness(story, expected, { raw: false }));
}

function expectationVerdict(story: Story, expected: ExpectationStory, judged: Judged): Verdict {
  const { expectation, budgetMs } = expected;
  const { histories, ...rest } = judged;
  return {
    id: expectation.id,
    expectation: expectationSentence(expectation, budgetMs),
    ...rest,
    ...(budgetMs === undefined || isInhibited(expected) ? {} : { budgetMs }),
    evidence: evidenceOf(story, expectation.alert, histories),
  };
}

function silenceVerdict(story: Story, silence: SilenceStory): Verdict {
  const { expectation, budgetMs } = silence;
  const { histories: _, ...judged } = judgeSilence(story, silence);
  const result = story.proven || judged.result === 'met' ? judged.result : 'unknown';
  return {
    id: expectation.id,
    expectation: silenceSentence(expectation, budgetMs),
    ...judged,
    result,
    ...(budgetMs === undefined ? {} : { budgetMs }),
    evidence: evidenceOfMessages(story, expectation.alert),
  };
}

function forbiddenVerdict(story: Story, alert: string): Verdict {
  const nothing = unknown('not judged: nothing was injected');
  const judged = story.injectedAt === undefined ? nothing : judgeForbidden(story, alert);
  const { window } = story;
  return verdict(
    `forbid-${alert}`,
    `${alert} does not fire, not even muted`,
    judged,
    window ? `journal ${window.seq}: ALERTS` : 'none',
  );
}

function circumstanceVerdicts(story: Story, judged: readonly Judged[]): readonly Verdict[] {
  const { scenario, lines, injectedAt, window, started } = story;
  const explained = judged.flatMap(({ histories }) => histories.map(({ labels }) => labels));
  const nothing = unknown('not judged: nothing was injected');
  const others = injectedAt === undefined ? nothing : judgeOthers(story, explained);
  const touched = injectedAt !== undefined || lines.some(({ type }) => type === 'fault');
  const seqs = (type: string) => lines.filter((line) => line.type === type).map(({ seq }) => seq);
  const clock = touched ? judgeClock(story) : undefined;
  const lineText = (seq: readonly number[]) => (seq.length === 0 ? 'none' : `journal ${seq.join(', ')}`);
  return [
    verdict(
      'nothing-else',
      nothingElseSentence(scenario, started.watchMs),
      others,
      window ? `journal ${window.seq}: ALERTS` : 'none',
    ),
    verdict(
      'fault',
      `The fault takes effect: ${listText(scenario.faults.map((fault) => faultText(fault, 'noun')))}`,
      judgeFault(story),
      lineText(seqs('proof')),
    ),
    ...(started.parts.helpers || !touched
      ? []
      : [verdict('guard', 'The fault would end with supops', judgeGuard(story), 'none')]),
    ...(scenario.remediate
      ? [
          verdict(
            'repair',
            `The repair works: ${scenario.remediate.map(stepText).join('; ')}`,
            touched ? judgeRepair(story) : nothing,
            lineText(seqs('remediation')),
          ),
        ]
      : []),
    ...(clock ? [verdict('clock', 'The clock runs evenly', clock, lineText(seqs('clock')))] : []),
    verdict(
      'recovery',
      `The steady state holds again within ${formatSpan(scenario.recoverWithinMs)} of the repair`,
      touched ? judgeRecovery(story) : nothing,
      lineText(seqs('steady').slice(-1)),
    ),
  ];
}

function verdict(id: string, expectation: string, { histories: _, ...judged }: Judged, evidence: string): Verdict {
  return { id, expectation, ...judged, evidence };
}

function unsteady({ lines }: Story): readonly Finding[] {
  const before = lines.findLast((line) => line.type === 'steady' && line.moment === 'before');
  if (before?.type !== 'steady' || before.holds) return [];
  return [{ id: 'not-steady', message: `the steady state did not hold, so nothing was injected: ${before.reason}` }];
}
