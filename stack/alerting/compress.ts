import type { Node } from 'yaml';
import type { Milliseconds } from '../../core/time.js';
import { expressionEdits } from './compress-expr.js';
import { durationEdits } from './duration-edit.js';
import { type Compressed, type FloorLog, makeFloorLog } from './floors.js';
import type { PipelineTimes } from './model.js';
import { forFloor, keepFiringFloor, PERIOD_FLOOR_MS, scaleDuration, scaleTimes, scaleToFloor } from './scale.js';
import { applyEdits, editScalar, type TextEdit } from './text-edit.js';
import { YamlFile } from './yaml-file.js';

export { compressAlertmanagerConfig } from './compress-alertmanager.js';
export { compressExpr, type ExprCompression } from './compress-expr.js';
export { compressPrometheusConfig } from './compress-prometheus.js';
export type { Compressed } from './floors.js';
export { scaleDuration, scaleTimes } from './scale.js';

/**
 * Divides every duration of a rule file by the speed, down to the floors of scale.ts. Comments, order and layout stay byte for byte; speed 1
 * changes nothing. What cannot be read is left alone: `parseRuleFile` reports its problems.
 * @param times production periods
 */
export function compressRules(text: string, speed: number, times: PipelineTimes): Compressed {
  if (speed === 1) return { text, floors: [] };
  const yaml = new YamlFile('rules', text);
  const floors = makeFloorLog(speed);
  const context: Context = { yaml, speed, times, floors };
  const edits = groupsOf(yaml).flatMap((group) => [
    ...groupEdits(context, group.name, group.fields),
    ...group.rules.flatMap((rule) => ruleEdits(context, group.name, rule)),
  ]);
  return { text: applyEdits(text, edits), floors: floors.list() };
}

type Fields = ReadonlyMap<string, Node | undefined>;

interface Context {
  readonly yaml: YamlFile;
  readonly speed: number;
  readonly times: PipelineTimes;
  readonly floors: FloorLog;
}

const groupsOf = (yaml: YamlFile) =>
  yaml.items(yaml.valuesOf(yaml.root).get('groups'), 'groups').map((node) => {
    const fields = yaml.valuesOf(node);
    const rules = yaml.items(fields.get('rules'), 'rules').map((rule) => yaml.valuesOf(rule));
    return { name: yaml.textOf(fields.get('name'), 'name') ?? '', fields, rules };
  });

function groupEdits({ yaml, speed, floors }: Context, name: string, group: Fields): readonly TextEdit[] {
  const period = (ms: Milliseconds) =>
    floors.hold({ what: 'interval', of: name }, ms, scaleToFloor(ms, speed, PERIOD_FLOOR_MS));
  return [
    ...durationEdits(yaml, group.get('interval'), period),
    ...durationEdits(yaml, group.get('query_offset'), (ms) => scaleDuration(ms, speed)),
  ];
}

function ruleEdits(context: Context, group: string, rule: Fields): readonly TextEdit[] {
  const { yaml, speed, times, floors } = context;
  const of = `${group}/${yaml.textOf(rule.get('alert') ?? rule.get('record'), 'name') ?? ''}`;
  const scaled = (what: 'for' | 'keep_firing_for', floorOf: (ms: Milliseconds) => Milliseconds) =>
    durationEdits(yaml, rule.get(what), (ms) => floors.hold({ what, of }, ms, scaleToFloor(ms, speed, floorOf(ms))));
  return [
    ...exprEdits(context, of, rule.get('expr')),
    ...scaled('for', (ms) => forFloor(ms, times)),
    ...scaled('keep_firing_for', () => keepFiringFloor(scaleTimes(times, speed))),
  ];
}

function exprEdits({ yaml, speed, times, floors }: Context, rule: string, node: Node | undefined): readonly TextEdit[] {
  const expr = yaml.textOf(node, 'expr');
  if (!node || expr === undefined) return [];
  const edits = expressionEdits(expr, { speed, times, floors, rule });
  const inFile = edits.map((edit) => editScalar(yaml.text, node, edit, edit.text));
  if (inFile.every((edit) => edit !== undefined)) return inFile;
  // The scalar is written in a way that hides where its characters are: rewrite it as one quoted line.
  return [{ from: node.range?.[0] ?? 0, to: node.range?.[1] ?? 0, text: JSON.stringify(applyEdits(expr, edits)) }];
}
