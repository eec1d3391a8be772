import type { Node } from 'yaml';
import { fieldMatchers, type MatcherKeys, readMatchers } from './matchers.js';
import type { Route } from './model.js';
import type { Receiver } from './receivers.js';
import type { Entry, YamlFile } from './yaml-file.js';

/** Alertmanager's defaults for the root route (dispatch.DefaultRouteOpts). */
export const DEFAULT_ROUTE_TIMES = { groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 4 * 3_600_000 } as const;

const ROUTE_KEYS = [
  'receiver',
  'group_by',
  'match',
  'match_re',
  'matchers',
  'continue',
  'routes',
  'group_wait',
  'group_interval',
  'repeat_interval',
  'mute_time_intervals',
  'active_time_intervals',
  'labels',
];
const MATCHER_KEYS: MatcherKeys = { list: 'matchers', equal: 'match', regex: 'match_re' };

/** The root's parent: what a route inherits if nothing says otherwise. */
export const NO_ROUTE: Route = {
  receiver: '',
  matchers: [],
  groupBy: [],
  ...DEFAULT_ROUTE_TIMES,
  resolvedChannels: [],
  continue: false,
  routes: [],
};

/**
 * Reads a route and its children; what a route does not say it inherits. `group_by: ['...']` is kept as it is: every label.
 * @param receivers those defined, to detect one that is not
 */
export function readRoute(
  yaml: YamlFile,
  node: Node | undefined,
  parent: Route,
  receivers: ReadonlyMap<string, Receiver>,
): Route {
  const fields = yaml.fields(node, 'a route', ROUTE_KEYS);
  const duration = (key: string, inherited: number) => yaml.durationOf(fields.get(key)?.value, key, inherited);
  const groupBy = yaml.items(fields.get('group_by')?.value, 'group_by').map((item) => yaml.textOf(item, 'group_by') ?? '');
  const receiver = readReceiver(yaml, fields.get('receiver'), [...receivers.keys()]) ?? parent.receiver;
  const own: Route = {
    receiver,
    matchers: readMatchers(yaml, fieldMatchers(fields, MATCHER_KEYS)),
    groupBy: groupBy.length > 0 ? groupBy : parent.groupBy,
    groupWaitMs: duration('group_wait', parent.groupWaitMs),
    groupIntervalMs: duration('group_interval', parent.groupIntervalMs),
    repeatIntervalMs: duration('repeat_interval', parent.repeatIntervalMs),
    resolvedChannels: receivers.get(receiver)?.resolvedChannels ?? [],
    continue: yaml.textOf(fields.get('continue')?.value, 'continue') === 'true',
    routes: [],
  };
  for (const key of ['group_interval', 'repeat_interval'] as const)
    if (fields.has(key) && duration(key, 1) === 0)
      yaml.problem(fields.get(key)?.value, 'bad-duration', `${key} cannot be zero`);
  if (groupBy.includes('...') && groupBy.length > 1)
    yaml.problem(fields.get('group_by')?.value, 'bad-group-by', 'group_by cannot have "..." beside other labels');
  const children = yaml.items(fields.get('routes')?.value, 'routes');
  return { ...own, routes: children.map((child) => readRoute(yaml, child, own, receivers)) };
}

function readReceiver(yaml: YamlFile, entry: Entry | undefined, receivers: readonly string[]): string | undefined {
  const name = yaml.textOf(entry?.value, 'receiver');
  if (!name) return undefined;
  if (!receivers.includes(name))
    yaml.unknown(entry?.value, 'unknown-receiver', `there is no receiver "${name}"`, name, receivers);
  return name;
}
