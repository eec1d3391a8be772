import { formatSpan } from '../../core/duration.js';
import type { Verdict, VerdictResult } from '../../scenarios/model.js';
import { code, prose, table } from './format.js';
import type { Section, View } from './view.js';

const RESULT: Readonly<Record<VerdictResult, string>> = { met: '✅ met', missed: '❌ missed', unknown: '❔ unknown' };

/** Every judged line, and every finding in its own words. */
export const verdicts: Section = {
  title: 'Verdict',
  body: (view) => {
    const parts = [verdictTable(view), findingTable(view)].filter((part) => part !== undefined);
    return parts.length === 0 ? undefined : parts.join('\n\n');
  },
};

function verdictTable({ verdicts: judged }: View): string | undefined {
  if (judged.length === 0) return undefined;
  return table(
    ['Expectation', 'Result', 'Value', 'Budget', 'Evidence'],
    judged.map((verdict) => [
      prose(verdict.expectation),
      RESULT[verdict.result],
      prose(verdict.value),
      budget(verdict),
      prose(verdict.evidence),
    ]),
  );
}

function budget({ budgetMs, valueMs }: Verdict): string {
  if (budgetMs === undefined) return '–';
  if (valueMs === undefined) return formatSpan(budgetMs);
  const left = budgetMs - valueMs;
  return `${formatSpan(budgetMs)} (${left >= 0 ? `${formatSpan(left)} left` : `${formatSpan(-left)} over`})`;
}

function findingTable({ findings }: View): string | undefined {
  if (findings.length === 0) return undefined;
  const rows = findings.map(({ id, alert, message }) => [code(id), alert ? code(alert) : '–', prose(message)]);
  return `### Findings\n\n${table(['Finding', 'Alert', 'What was found'], rows)}`;
}
