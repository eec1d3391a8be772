import type { Node } from 'yaml';
import type { Milliseconds } from '../../core/time.js';
import { expressionEdits } from './compress-expr.js';
import { durationEdits } from './duration-edit.js';
import type { PipelineTimes } from './model.js';
import { FloorNotes, forFloor, keepFiringFloor, PERIOD_FLOOR_MS, scaleDuration, scaleTimes, scaleToFloor } from './scale.js';
import { applyEdits, editScalar, type TextEdit } from './text-edit.js';
import { YamlFile } from './yaml-file.js';

export { compressAlertmanagerConfig, compressPrometheusConfig } from './compress-config.js';
export { compressExpr, type ExprCompression } from './compress-expr.js';
export { scaleDuration, scaleTimes } from './scale.js';

/** A configuration at another speed. */
export interface Compressed {
  readonly text: string;
  /** Floors that were hit, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Divides every duration of a rule file by the speed, down to the floors of scale.ts. Comments, order and layout stay byte for byte; speed 1
 * changes nothing. What cannot be read is left alone: `parseRuleFile` tells its problems.
 * @param times production periods
 */
export function compressRules(text: string, speed: number, times: PipelineTimes): Compressed {
  if (speed === 1) return { text, notes: [] };
  const yaml = new YamlFile('rules', text);
  const notes = new FloorNotes();
  const context: Context = { yaml, speed, times, notes };
  const edits = groupsOf(yaml).flatMap((group) => [
    ...groupEdits(context, group.fields),
    ...group.rules.flatMap((rule) => ruleEdits(context, rule)),
  ]);
  return { text: applyEdits(text, edits), notes: notes.list() };
}

type Fields = ReadonlyMap<string, Node | undefined>;

interface Context {
  readonly yaml: YamlFile;
  readonly speed: number;
  readonly times: PipelineTimes;
  readonly notes: FloorNotes;
}

const groupsOf = (yaml: YamlFile) =>
  yaml.items(yaml.valuesOf(yaml.root).get('groups'), 'groups').map((node) => {
    const fields = yaml.valuesOf(node);
    return { fields, rules: yaml.items(fields.get('rules'), 'rules').map((rule) => yaml.valuesOf(rule)) };
  });

function groupEdits({ yaml, speed, notes }: Context, group: Fields): readonly TextEdit[] {
  const name = yaml.textOf(group.get('name'), 'name') ?? '';
  const period = (ms: Milliseconds) => scaleToFloor(ms, speed, PERIOD_FLOOR_MS);
  return [
    ...durationEdits(yaml, group.get('interval'), (ms) => noted(notes, `group ${name}: interval`, ms, speed, period(ms))),
    ...durationEdits(yaml, group.get('query_offset'), (ms) => scaleDuration(ms, speed)),
  ];
}

function ruleEdits(context: Context, rule: Fields): readonly TextEdit[] {
  const { yaml, speed, times, notes } = context;
  const name = yaml.textOf(rule.get('alert') ?? rule.get('record'), 'name') ?? '';
  const hold = (ms: Milliseconds) => scaleToFloor(ms, speed, forFloor(ms, times));
  const keep = (ms: Milliseconds) => scaleToFloor(ms, speed, keepFiringFloor(scaleTimes(times, speed)));
  return [
    ...exprEdits(context, name, rule.get('expr')),
    ...durationEdits(yaml, rule.get('for'), (ms) => noted(notes, `${name}: for`, ms, speed, hold(ms))),
    ...durationEdits(yaml, rule.get('keep_firing_for'), (ms) => noted(notes, `${name}: keep_firing_for`, ms, speed, keep(ms))),
  ];
}

function exprEdits({ yaml, speed, times, notes }: Context, rule: string, node: Node | undefined): readonly TextEdit[] {
  const expr = yaml.textOf(node, 'expr');
  if (!node || expr === undefined) return [];
  const edits = expressionEdits(expr, { speed, times, notes, rule });
  const inFile = edits.map((edit) => editScalar(yaml.text, node, edit, edit.text));
  if (inFile.every((edit) => edit !== undefined)) return inFile;
  // The scalar is written in a way that hides where its characters are: write it anew, as one quoted line.
  return [{ from: node.range?.[0] ?? 0, to: node.range?.[1] ?? 0, text: JSON.stringify(applyEdits(expr, edits)) }];
}

function noted(notes: FloorNotes, what: string, ms: Milliseconds, speed: number, actual: Milliseconds): Milliseconds {
  notes.check(what, ms, speed, actual);
  return actual;
}
