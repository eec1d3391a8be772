import { isMap, type Node, parseDocument, stringify } from 'yaml';
import { formatDuration } from '../../core/duration.js';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Compressed } from './compress.js';
import { durationEdits } from './duration-edit.js';
import { DEFAULT_ROUTE_TIMES } from './route-tree.js';
import { FloorNotes, GROUP_WAIT_FLOOR_MS, PERIOD_FLOOR_MS, scaleDuration, scaleToFloor } from './scale.js';
import { applyEdits, insertEntry, type TextEdit } from './text-edit.js';
import { YamlFile } from './yaml-file.js';

const PERIODS = ['scrape_interval', 'scrape_timeout', 'evaluation_interval'];

/**
 * Divides the periods of prometheus.yml by the speed, down to one second, and sets external labels. Comments and layout stay.
 * @param externalLabels added to those of the file, or in their place where the names are equal
 */
export function compressPrometheusConfig(text: string, speed: number, externalLabels: Labels): Compressed {
  const yaml = new YamlFile('prometheus.yml', text);
  const notes = new FloorNotes();
  const top = yaml.valuesOf(yaml.root);
  const jobs = yaml.items(top.get('scrape_configs'), 'scrape_configs').map((node) => yaml.valuesOf(node));
  const edits = [yaml.valuesOf(top.get('global')), ...jobs].flatMap((fields) => [
    ...PERIODS.flatMap((key) => scaled({ yaml, notes, speed }, fields, key, PERIOD_FLOOR_MS)),
    ...durationEdits(yaml, fields.get('rule_query_offset'), (ms) => scaleDuration(ms, speed)),
  ]);
  return { text: withExternalLabels(applyEdits(text, edits), externalLabels), notes: notes.list() };
}

/**
 * Divides the waits of every route of alertmanager.yml by the speed: group_wait down to half a second unless it is 0, group_interval,
 * repeat_interval, and resolve_timeout. Waits that the root route leaves to Alertmanager's defaults are written into it, divided alike.
 * Everything else stays byte for byte; speed 1 changes nothing.
 */
export function compressAlertmanagerConfig(text: string, speed: number): Compressed {
  if (speed === 1) return { text, notes: [] };
  const yaml = new YamlFile('alertmanager.yml', text);
  const notes = new FloorNotes();
  const top = yaml.valuesOf(yaml.root);
  const context = { yaml, notes, speed };
  const edits = [
    ...durationEdits(yaml, yaml.valuesOf(top.get('global')).get('resolve_timeout'), (ms) => scaleDuration(ms, speed)),
    ...defaultWaits(context, top.get('route')),
    ...routeEdits(context, top.get('route')),
  ];
  return { text: applyEdits(text, edits), notes: notes.list() };
}

interface Context {
  readonly yaml: YamlFile;
  readonly notes: FloorNotes;
  readonly speed: number;
}

const WAITS = [
  { key: 'group_wait', floorMs: GROUP_WAIT_FLOOR_MS, defaultMs: DEFAULT_ROUTE_TIMES.groupWaitMs },
  { key: 'group_interval', floorMs: 0, defaultMs: DEFAULT_ROUTE_TIMES.groupIntervalMs },
  { key: 'repeat_interval', floorMs: 0, defaultMs: DEFAULT_ROUTE_TIMES.repeatIntervalMs },
] as const;

function routeEdits(context: Context, node: Node | undefined): readonly TextEdit[] {
  const route = context.yaml.valuesOf(node);
  const children = context.yaml.items(route.get('routes'), 'routes');
  return [
    ...WAITS.flatMap(({ key, floorMs }) => scaled(context, route, key, floorMs)),
    ...children.flatMap((child) => routeEdits(context, child)),
  ];
}

function defaultWaits({ yaml, speed }: Context, root: Node | undefined): readonly TextEdit[] {
  const route = yaml.valuesOf(root);
  const missing = WAITS.filter(({ key }) => !route.has(key)).map(
    ({ key, floorMs, defaultMs }) => `${key}: ${formatDuration(scaleToFloor(defaultMs, speed, floorMs))}`,
  );
  return isMap(root) && missing.length > 0 ? insertEntry(yaml.text, root, missing) : [];
}

function scaled(
  { yaml, notes, speed }: Context,
  fields: ReadonlyMap<string, Node | undefined>,
  key: string,
  floorMs: Milliseconds,
): readonly TextEdit[] {
  return durationEdits(yaml, fields.get(key), (ms) => {
    const actual = scaleToFloor(ms, speed, floorMs);
    notes.check(key, ms, speed, actual);
    return actual;
  });
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
