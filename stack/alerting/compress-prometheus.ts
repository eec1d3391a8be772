import { isMap, type Node, parseDocument, stringify } from 'yaml';
import type { Labels } from '../../core/labels.js';
import { durationEdits } from './duration-edit.js';
import { type Compressed, type FloorLog, makeFloorLog } from './floors.js';
import { PERIOD_FLOOR_MS, scaleDuration, scaleToFloor } from './scale.js';
import { applyEdits, insertEntry, type TextEdit } from './text-edit.js';
import { YamlFile } from './yaml-file.js';

const PERIODS = ['scrape_interval', 'scrape_timeout', 'evaluation_interval'] as const;

/**
 * Divides the periods of prometheus.yml by the speed, down to one second, and sets external labels. Comments and layout stay.
 * @param externalLabels added to those of the file, or replacing those of the same name
 */
export function compressPrometheusConfig(text: string, speed: number, externalLabels: Labels): Compressed {
  const yaml = new YamlFile('prometheus.yml', text);
  const floors = makeFloorLog(speed);
  const top = yaml.valuesOf(yaml.root);
  const jobs = yaml.items(top.get('scrape_configs'), 'scrape_configs').map((node) => yaml.valuesOf(node));
  const edits = [yaml.valuesOf(top.get('global')), ...jobs].flatMap((fields) => periodEdits({ yaml, floors, speed }, fields));
  return { text: withExternalLabels(applyEdits(text, edits), externalLabels), floors: floors.list() };
}

interface Context {
  readonly yaml: YamlFile;
  readonly floors: FloorLog;
  readonly speed: number;
}

type Fields = ReadonlyMap<string, Node | undefined>;

function periodEdits({ yaml, floors, speed }: Context, fields: Fields): readonly TextEdit[] {
  const job = yaml.textOf(fields.get('job_name'), 'job_name');
  const of = job === undefined ? {} : { of: job };
  return [
    ...PERIODS.flatMap((what) =>
      durationEdits(yaml, fields.get(what), (ms) => floors.hold({ what, ...of }, ms, scaleToFloor(ms, speed, PERIOD_FLOOR_MS))),
    ),
    ...durationEdits(yaml, fields.get('rule_query_offset'), (ms) => scaleDuration(ms, speed)),
  ];
}

function withExternalLabels(text: string, labels: Labels): string {
  const names = Object.keys(labels);
  if (names.length === 0) return text;
  const yaml = new YamlFile('prometheus.yml', text);
  const global = yaml.valuesOf(yaml.root).get('global');
  const given = yaml.valuesOf(global).get('external_labels');
  if (isMap(given) && given.items.length > 0 && !given.items.some((pair) => pair.value === null)) {
    const own = yaml.valuesOf(given);
    const replaced = names.flatMap((name) => replace(own.get(name), labels[name] ?? ''));
    const added = names.filter((name) => !own.has(name)).map((name) => `${name}: ${scalar(labels[name] ?? '')}`);
    return applyEdits(text, [...replaced, ...(added.length > 0 ? insertEntry(text, given, added) : [])]);
  }
  const document = parseDocument(text);
  if (document.errors.length > 0) return text;
  for (const name of names) document.setIn(['global', 'external_labels', name], labels[name]);
  return document.toString({ lineWidth: 0 });
}

const scalar = (value: string) => stringify(value, { lineWidth: 0 }).trimEnd();

const replace = (node: Node | undefined, value: string): readonly TextEdit[] =>
  node?.range ? [{ from: node.range[0], to: node.range[1], text: scalar(value) }] : [];
