import { isMap, type Node } from 'yaml';
import { formatDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { durationEdits } from './duration-edit.js';
import { type Compressed, type FloorLog, makeFloorLog } from './floors.js';
import { DEFAULT_ROUTE_TIMES } from './route-tree.js';
import { GROUP_WAIT_FLOOR_MS, scaleDuration, scaleToFloor } from './scale.js';
import { applyEdits, insertEntry, type TextEdit } from './text-edit.js';
import { YamlFile } from './yaml-file.js';

/**
 * Divides the waits of every route of alertmanager.yml by the speed: group_wait down to half a second unless it is 0, group_interval,
 * repeat_interval, and resolve_timeout. Waits that the root route leaves to Alertmanager's defaults are written into it, divided alike.
 * Afterwards no route repeats more often than its group is looked at, which Alertmanager cannot do and warns about (app/reloader.go): a shorter
 * repeat_interval, its own or an inherited one, becomes the group_interval. Everything else stays byte for byte; speed 1 changes nothing.
 */
export function compressAlertmanagerConfig(text: string, speed: number): Compressed {
  if (speed === 1) return { text, floors: [] };
  const yaml = new YamlFile('alertmanager.yml', text);
  const floors = makeFloorLog(speed);
  const top = yaml.valuesOf(yaml.root);
  const edits = [
    ...durationEdits(yaml, yaml.valuesOf(top.get('global')).get('resolve_timeout'), (ms) => scaleDuration(ms, speed)),
    ...routeEdits({ yaml, floors, speed }, top.get('route'), undefined),
  ];
  return { text: applyEdits(text, edits), floors: floors.list() };
}

interface Context {
  readonly yaml: YamlFile;
  readonly floors: FloorLog;
  readonly speed: number;
}

const WAITS = ['group_wait', 'group_interval', 'repeat_interval'] as const;
type Waits = Readonly<Record<(typeof WAITS)[number], Milliseconds>>;

const DEFAULTS: Waits = {
  group_wait: DEFAULT_ROUTE_TIMES.groupWaitMs,
  group_interval: DEFAULT_ROUTE_TIMES.groupIntervalMs,
  repeat_interval: DEFAULT_ROUTE_TIMES.repeatIntervalMs,
};

/** What a route passes on to its children. */
interface Inherited {
  readonly receiver: string;
  readonly written: Waits;
  readonly compressed: Waits;
}

function routeEdits(context: Context, node: Node | undefined, parent: Inherited | undefined): readonly TextEdit[] {
  if (!isMap(node)) return [];
  const { yaml, floors } = context;
  const route = yaml.valuesOf(node);
  const receiver = yaml.textOf(route.get('receiver'), 'receiver') ?? parent?.receiver ?? '';
  const written = writtenWaits(yaml, route, parent?.written ?? DEFAULTS);
  const compressed = compressWaits(written, context.speed);
  const changed = WAITS.filter((key) => route.has(key) || compressed[key] !== parent?.compressed[key]);
  for (const what of changed) floors.hold({ what, of: receiver }, written[what], compressed[what]);
  const added = changed.filter((key) => !route.has(key)).map((key) => `${key}: ${formatDuration(compressed[key])}`);
  return [
    ...changed.flatMap((key) => durationEdits(yaml, route.get(key), () => compressed[key])),
    ...(added.length > 0 ? insertEntry(yaml.text, node, added) : []),
    ...yaml
      .items(route.get('routes'), 'routes')
      .flatMap((child) => routeEdits(context, child, { receiver, written, compressed })),
  ];
}

const writtenWaits = (yaml: YamlFile, route: ReadonlyMap<string, Node | undefined>, inherited: Waits): Waits => {
  const wait = (key: keyof Waits) => yaml.durationOf(route.get(key), key, inherited[key]);
  return { group_wait: wait('group_wait'), group_interval: wait('group_interval'), repeat_interval: wait('repeat_interval') };
};

function compressWaits(written: Waits, speed: number): Waits {
  const group_interval = scaleDuration(written.group_interval, speed);
  return {
    group_wait: scaleToFloor(written.group_wait, speed, GROUP_WAIT_FLOOR_MS),
    group_interval,
    repeat_interval: Math.max(scaleDuration(written.repeat_interval, speed), group_interval),
  };
}
