import type { RuleFile } from '../../stack/alerting/model.js';
import type { RuleState } from '../observe/prometheus.js';

/** The rules that a Prometheus has loaded, as if they had been read from their files. Where they stand in these is not known. */
export function rulesFromPrometheus(rules: readonly RuleState[]): readonly RuleFile[] {
  const files = [...new Set(rules.map(({ file }) => file))];
  return files.map((file) => ({
    file,
    text: '',
    records: [],
    problems: [],
    rules: rules
      .filter((rule) => rule.file === file)
      .map(({ group, intervalMs, name, expr, labels, forMs, keepFiringForMs, annotations }) => {
        return { file, line: 1, column: 1, group, intervalMs, name, expr, labels, forMs, keepFiringForMs, annotations };
      }),
  }));
}
