import type { Node } from 'yaml';
import type { Labels } from '../../core/labels.js';
import { acceptsAll, fieldMatchers, readMatchers } from './matchers.js';
import type { AlertmanagerConfig, Channel, Inhibition, Route } from './model.js';
import { readReceivers } from './receivers.js';
import { NO_ROUTE, readRoute } from './route-tree.js';
import { YamlFile } from './yaml-file.js';

/** Keys that Alertmanager 0.28 to 0.34 knows; it refuses a file with any other. */
const TOP_KEYS = [
  'global',
  'route',
  'inhibit_rules',
  'receivers',
  'templates',
  'mute_time_intervals',
  'time_intervals',
  'tracing',
  'event_recorder',
];
const INHIBIT_KEYS = [
  'name',
  'source_match',
  'source_match_re',
  'source_matchers',
  'target_match',
  'target_match_re',
  'target_matchers',
  'equal',
  'sources',
];

/**
 * Reads alertmanager.yml: the route tree with inherited settings, inhibitions, and which channels a receiver has.
 * Never throws: what Alertmanager would refuse is a problem at its place. Settings of channels and `global` are not checked.
 */
export function parseAlertmanagerConfig(text: string, file = 'alertmanager.yml'): AlertmanagerConfig {
  const yaml = new YamlFile(file, text);
  const top = yaml.fields(yaml.root, 'alertmanager.yml', TOP_KEYS);
  const receivers = readReceivers(yaml, top.get('receivers')?.value);
  const root = top.get('route')?.value;
  const route = readRoute(yaml, root, NO_ROUTE, receivers);
  if (!root) yaml.problem(yaml.root, 'missing-key', 'alertmanager.yml needs a route');
  else if (!route.receiver) yaml.problem(root, 'missing-key', 'the root route needs a receiver');
  if (route.matchers.length > 0) yaml.problem(root, 'bad-matcher', 'the root route cannot have matchers');
  const inhibitions = yaml.items(top.get('inhibit_rules')?.value, 'inhibit_rules').map((node) => readInhibition(yaml, node));
  const channels = new Map([...receivers].map(([name, receiver]) => [name, receiver.channels]));
  return { text, route, inhibitions, receivers: channels, problems: yaml.problems };
}

function readInhibition(yaml: YamlFile, node: Node): Inhibition {
  const fields = yaml.fields(node, 'an inhibit rule', INHIBIT_KEYS);
  const side = (name: 'source' | 'target') =>
    readMatchers(yaml, fieldMatchers(fields, { list: `${name}_matchers`, equal: `${name}_match`, regex: `${name}_match_re` }));
  const equal = yaml.items(fields.get('equal')?.value, 'equal').map((item) => yaml.textOf(item, 'equal') ?? '');
  return { source: side('source'), target: side('target'), equal };
}

/** The routes that an alert takes, in order: several if one says `continue`, the node itself if no child accepts. */
export const routesFor = (config: AlertmanagerConfig, labels: Labels): readonly Route[] => take(config.route, labels);

// dispatch.Route.Match
function take(route: Route, labels: Labels): readonly Route[] {
  if (!acceptsAll(route.matchers, labels)) return [];
  const taken: Route[] = [];
  for (const child of route.routes) {
    const routes = take(child, labels);
    taken.push(...routes);
    if (routes.length > 0 && !child.continue) break;
  }
  return taken.length > 0 ? taken : [route];
}

/** The channels via which an alert is notified, over all its routes. */
export const channelsFor = (config: AlertmanagerConfig, labels: Labels): ReadonlySet<Channel> =>
  new Set(routesFor(config, labels).flatMap((route) => config.receivers.get(route.receiver) ?? []));

/**
 * The inhibitions by which `source`, while it fires, mutes `target`. Labels of `equal` that both lack count as equal; an alert that is on
 * both sides of an inhibition is not muted by another that is too, nor by itself (inhibit.InhibitRule.hasEqual).
 */
export const inhibitionsOf = (config: AlertmanagerConfig, target: Labels, source: Labels): readonly Inhibition[] =>
  config.inhibitions.filter((rule) => {
    if (!acceptsAll(rule.target, target) || !acceptsAll(rule.source, source)) return false;
    if (rule.equal.some((name) => (source[name] ?? '') !== (target[name] ?? ''))) return false;
    return !(acceptsAll(rule.source, target) && acceptsAll(rule.target, source));
  });
