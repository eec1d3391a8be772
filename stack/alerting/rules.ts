import { isMap, type Node } from 'yaml';
import type { AlertRule, RecordingRule, RuleFile } from './model.js';
import { parsePromql, syntaxErrorOf } from './promql.js';
import { sourceOffsets } from './text-edit.js';
import { YamlFile } from './yaml-file.js';

/** Keys that Prometheus 2.53 to 3.x knows; it refuses a file with any other (model/rulefmt). */
const GROUP_KEYS = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'];
const RULE_KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];

/**
 * Reads a rule file as Prometheus does.
 * Never throws: everything Prometheus would refuse is a problem at its place, and what can be read is returned.
 */
export function parseRuleFile(file: string, text: string): RuleFile {
  const yaml = new YamlFile(file, text);
  const rules: AlertRule[] = [];
  const records: RecordingRule[] = [];
  const names = new Set<string>();
  const top = yaml.fields(yaml.root, 'a rule file', ['groups']);
  for (const node of yaml.items(top.get('groups')?.value, 'groups')) {
    const group = yaml.fields(node, 'a group', GROUP_KEYS);
    const name = yaml.textOf(group.get('name')?.value, 'name') ?? '';
    if (!isMap(node)) continue;
    if (!name) yaml.problem(node, 'missing-key', 'a group needs a name');
    else if (names.has(name))
      yaml.problem(group.get('name')?.value, 'duplicate-group', `group "${name}" is in this file twice`);
    names.add(name);
    const interval = yaml.durationOf(group.get('interval')?.value, `interval of group ${name}`, 0);
    const labels = yaml.textsOf(group.get('labels')?.value, `labels of group ${name}`);
    for (const rule of yaml.items(group.get('rules')?.value, `rules of group ${name}`)) {
      const read = readRule(yaml, rule, name);
      const common = { labels: { ...labels, ...read?.labels }, ...(interval > 0 && { intervalMs: interval }) };
      if (read && 'forMs' in read) rules.push({ ...read, ...common });
      else if (read) records.push({ ...read, ...common });
    }
  }
  return { file, text, rules, records, problems: yaml.problems };
}

function readRule(yaml: YamlFile, node: Node, group: string): AlertRule | RecordingRule | undefined {
  const fields = yaml.fields(node, 'a rule', RULE_KEYS);
  if (!isMap(node)) return undefined;
  const [alertNode, recordNode] = [fields.get('alert')?.value, fields.get('record')?.value];
  const name = yaml.textOf(alertNode, 'alert') ?? '';
  const record = yaml.textOf(recordNode, 'record') ?? '';
  const what = name || record || 'the rule';
  if (!name === !record) yaml.problem(node, 'missing-key', 'a rule needs either "alert" or "record"');
  const expr = readExpression(yaml, node, fields.get('expr')?.value, what);
  const forMs = yaml.durationOf(fields.get('for')?.value, `for of ${what}`, 0);
  const keepFiringForMs = yaml.durationOf(fields.get('keep_firing_for')?.value, `keep_firing_for of ${what}`, 0);
  const labels = yaml.textsOf(fields.get('labels')?.value, `labels of ${what}`);
  const annotations = yaml.textsOf(fields.get('annotations')?.value, `annotations of ${what}`);
  for (const label of Object.keys(labels))
    if (label === '__name__' || label === '')
      yaml.problem(fields.get('labels')?.value, 'bad-label', `${what} sets label "${label}"`);
  if (record) refuseAlertKeys(yaml, fields, record);
  const common = { file: yaml.file, group, expr, labels };
  if (name) return { ...common, ...yaml.placeOf(alertNode), name, forMs, keepFiringForMs, annotations };
  return record ? { ...common, ...yaml.placeOf(recordNode), name: record } : undefined;
}

function refuseAlertKeys(yaml: YamlFile, fields: ReturnType<YamlFile['fields']>, record: string): void {
  for (const key of ['for', 'keep_firing_for', 'annotations']) {
    const entry = fields.get(key);
    if (entry) yaml.problem(entry.keyNode, 'unknown-key', `recording rule ${record} cannot have "${key}"`);
  }
}

function readExpression(yaml: YamlFile, rule: Node, node: Node | undefined, what: string): string {
  const expr = yaml.textOf(node, `expr of ${what}`) ?? '';
  if (!expr.trim()) {
    yaml.problem(node ?? rule, 'missing-key', `${what} has no expr`);
    return '';
  }
  const error = syntaxErrorOf(parsePromql(expr));
  if (error === undefined) return expr;
  const offset = node && sourceOffsets(yaml.text, node)?.(Math.min(error, expr.trimEnd().length - 1));
  const near = expr.slice(error).trim().split('\n')[0]?.slice(0, 20);
  const message = `expr of ${what} is not valid PromQL ${near ? `at "${near}"` : 'at its end'}`;
  if (offset === undefined) yaml.problem(node, 'bad-expression', message);
  else yaml.problemAt(offset, 'bad-expression', message);
  return expr;
}
