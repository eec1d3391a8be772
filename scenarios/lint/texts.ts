import { suggestion } from '../../core/nearest.js';
import { expressionLabels } from '../../stack/alerting/audit/expression-labels.js';
import { mayHave } from '../../stack/alerting/audit/label-set.js';
import type { RulePlaces } from '../../stack/alerting/audit/places.js';
import type { AlertRule } from '../../stack/alerting/model.js';
import { listText } from '../language/sentences.js';
import { type LintProblem, problemAt } from './problem.js';

const ANNOTATIONS = ['summary', 'description', 'runbook_url'];
const OWN_PAGE = /^(?:https:\/\/github\.com\/supops\/supops\/blob\/[^/]+\/|(?:\.\/)?(?=docs\/))([^#?]+)/;

/** What a rule says to people: how bad it is, what happened, what to do; and that its templates have something to show. */
export function checkTexts(rule: AlertRule, places: RulePlaces, pages: ReadonlySet<string>): readonly LintProblem[] {
  return [...missingTexts(rule, places), ...missingPage(rule, places, pages), ...emptyTemplates(rule, places)];
}

function missingTexts(rule: AlertRule, places: RulePlaces): readonly LintProblem[] {
  const at = { file: rule.file, ...places.at(rule) };
  const annotations = ANNOTATIONS.filter((name) => !rule.annotations[name]?.trim());
  return [
    ...(rule.labels.severity?.trim()
      ? []
      : [
          problemAt(at, 'warning', {
            code: 'missing-label',
            message: `${rule.name} has no label severity: routes cannot tell how bad it is`,
          }),
        ]),
    ...(annotations.length === 0
      ? []
      : [problemAt(at, 'warning', { code: 'missing-annotation', message: `${rule.name} has no ${listText(annotations)}` })]),
  ];
}

function missingPage(rule: AlertRule, places: RulePlaces, pages: ReadonlySet<string>): readonly LintProblem[] {
  const page = OWN_PAGE.exec(rule.annotations.runbook_url ?? '')?.[1];
  if (page === undefined || page.includes('{{') || pages.has(page)) return [];
  const at = { file: rule.file, ...places.at(rule, 'annotations', 'runbook_url') };
  const message = `the runbook of ${rule.name} is not there: ${page}${suggestion(page, pages)}`;
  return [problemAt(at, 'error', { code: 'missing-page', message })];
}

const USED_LABEL = /(?:\$labels|\.Labels)\.([a-zA-Z_]\w*)/g;

// `$labels` are those of the expression's result, without those that the rule adds (rules.AlertingRule.Eval).
function emptyTemplates(rule: AlertRule, places: RulePlaces): readonly LintProblem[] {
  const set = expressionLabels(rule.expr);
  const texts = [
    ...Object.entries(rule.annotations).map(([name, text]) => ({ path: ['annotations', name], text })),
    ...Object.entries(rule.labels).map(([name, text]) => ({ path: ['labels', name], text })),
  ];
  return texts.flatMap(({ path, text }) => {
    const used = [...new Set([...text.matchAll(USED_LABEL)].map(([, name = '']) => name))];
    return used
      .filter((name) => !mayHave(set, name))
      .map((name) => {
        const left = set.kind === 'only' ? `; it keeps ${set.names.size === 0 ? 'none' : listText([...set.names].sort())}` : '';
        const message = `${path[1]} of ${rule.name} shows the label ${name}, which the expression drops${left}`;
        return problemAt({ file: rule.file, ...places.at(rule, ...path) }, 'warning', { code: 'dropped-label', message });
      });
  });
}
