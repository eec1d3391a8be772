import { labelKey } from '../../core/labels.js';
import { rulePlaces } from '../../stack/alerting/audit/places.js';
import type { AlertRule, RuleFile } from '../../stack/alerting/model.js';
import { type LintInput, momentsOf } from './input.js';
import { asErrors, type LintProblem, problemAt } from './problem.js';
import { checkTexts } from './texts.js';
import { checkWindows, type RuleAtSpeeds } from './windows.js';

/** Checks the rule files among the input: what Prometheus would refuse, and what makes a rule say or notice less than it should. */
export function checkRules(input: LintInput): readonly LintProblem[] {
  const named = new Set(input.files.filter(({ kind }) => kind === 'rules').map(({ file }) => file));
  const files = input.known.production.rules.filter(({ file }) => named.has(file));
  return [...files.flatMap((file) => checkFile(file, input)), ...duplicates(files)];
}

function checkFile(file: RuleFile, input: LintInput): readonly LintProblem[] {
  const places = rulePlaces(file.file, file.text);
  return [
    ...asErrors(file.problems),
    ...file.rules.flatMap((rule, i) => [
      ...checkTexts(rule, places, input.pages),
      ...checkWindows(atSpeeds(rule, i, input), places),
    ]),
  ];
}

function atSpeeds(written: AlertRule, index: number, input: LintInput): RuleAtSpeeds {
  const at = momentsOf(input).flatMap((moment) => {
    const rule = moment.pipeline.rules.find(({ file }) => file === written.file)?.rules[index];
    return rule ? [{ rule, moment }] : [];
  });
  return { written, at };
}

// A name may be used twice, for example once for each severity; the same labels as well make two rules that cannot be told apart.
function duplicates(files: readonly RuleFile[]): readonly LintProblem[] {
  const seen = new Map<string, AlertRule>();
  return files
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => {
      const key = `${rule.name}${labelKey(rule.labels)}`;
      const first = seen.get(key);
      if (!first) seen.set(key, rule);
      if (!first) return [];
      const isSameGroup = first.file === rule.file && first.group === rule.group;
      const where = isSameGroup
        ? `in this group, in line ${first.line}`
        : `in group ${first.group} (${first.file}:${first.line})`;
      const message = `${rule.name} with these labels is already ${where}: their alerts cannot be told apart`;
      return [problemAt(rule, isSameGroup ? 'error' : 'warning', { code: 'duplicate-rule', message })];
    });
}
