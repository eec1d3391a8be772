import { formatSpan } from '../../core/duration.js';
import type { Verdict, VerdictResult } from '../../scenarios/model/verdict.js';
import { heading, table } from '../document/blocks.js';
import { code } from '../document/phrase.js';
import { outside } from '../document/text.js';
import type { Section } from '../view/view.js';

const RESULT: Readonly<Record<VerdictResult, string>> = { met: '✅ met', missed: '❌ missed', unknown: '❔ unknown' };

/** Every judged line, and every finding in its own words. */
export const verdicts: Section = {
  id: 'verdict',
  title: 'Verdict',
  body: ({ verdicts: judged, findings }) => [
    table(['Expectation', 'Result', 'Value', 'Budget', 'Evidence'], judged.map(verdictRow)),
    findings.length === 0 ? undefined : heading(3, ['findings'], 'Findings'),
    table(
      ['Finding', 'Alert', 'What was found'],
      findings.map(({ id, alert = '', message }) => [code(id), code(alert), outside(message)]),
    ),
  ],
};

const verdictRow = (verdict: Verdict) => [
  outside(verdict.expectation),
  RESULT[verdict.result],
  outside(verdict.value),
  budget(verdict),
  outside(verdict.evidence),
];

function budget({ budgetMs, valueMs }: Verdict): string {
  if (budgetMs === undefined) return '–';
  if (valueMs === undefined) return formatSpan(budgetMs);
  const left = budgetMs - valueMs;
  return `${formatSpan(budgetMs)} (${left >= 0 ? `${formatSpan(left)} left` : `${formatSpan(-left)} over`})`;
}
