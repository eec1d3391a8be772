import { isMap, type Node } from 'yaml';
import type { AlertRule } from '../model.js';
import { sourceOffsets } from '../text-edit.js';
import { YamlFile } from '../yaml-file.js';

/** A place in a file, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the parts of a file's rules stand. */
export interface RulePlaces {
  /** A key of a rule such as `for`, or a path such as `annotations`, `summary`; the nearest place outside of it if it is not there. */
  at(rule: Pick<AlertRule, 'line' | 'column'>, ...path: readonly string[]): Place;
  /** A character of the rule's expression. */
  inExpression(rule: Pick<AlertRule, 'line' | 'column'>, offset: number): Place;
}

/** Finds places in a rule file that `parseRuleFile` has read. */
export function rulePlaces(file: string, text: string): RulePlaces {
  const yaml = new YamlFile(file, text);
  const groups = yaml.items(yaml.valuesOf(yaml.root).get('groups'), 'groups');
  const rules = groups.flatMap((group) => yaml.items(yaml.valuesOf(group).get('rules'), 'rules'));
  const key = ({ line, column }: Place) => `${line}:${column}`;
  const byName = new Map(rules.map((rule) => [key(yaml.placeOf(yaml.valuesOf(rule).get('alert'))), rule]));
  return {
    at: (rule, ...path) => placeBelow(yaml, byName.get(key(rule)), path) ?? { line: rule.line, column: rule.column },
    inExpression: (rule, offset) => {
      const node = yaml.valuesOf(byName.get(key(rule))).get('expr');
      const place = node && sourceOffsets(text, node)?.(offset);
      return place === undefined ? { line: rule.line, column: rule.column } : yaml.placeAt(place);
    },
  };
}

/** Where the parts of an Alertmanager configuration stand. */
export interface RoutingPlaces {
  /** A route, by the positions of its ancestors and itself among their siblings; empty for the root. */
  route(path: readonly number[]): Place;
  inhibition(index: number): Place;
  /** The name of a receiver. */
  receiver(name: string): Place;
  /** Receivers without any integration, not even one that supops does not know as a channel. */
  readonly silent: ReadonlySet<string>;
}

/** Finds places in a configuration that `parseAlertmanagerConfig` has read. */
export function routingPlaces(file: string, text: string): RoutingPlaces {
  const yaml = new YamlFile(file, text);
  const top = yaml.valuesOf(yaml.root);
  const listed = yaml.items(top.get('receivers'), 'receivers').map((node) => {
    const fields = yaml.valuesOf(node);
    const names = [...fields].filter(([name, value]) => name.endsWith('_configs') && yaml.items(value, name).length > 0);
    return { node: fields.get('name'), name: yaml.textOf(fields.get('name'), 'name') ?? '', isSilent: names.length === 0 };
  });
  const routeAt = (path: readonly number[]) =>
    path.reduce<Node | undefined>((node, i) => yaml.items(yaml.valuesOf(node).get('routes'), 'routes')[i], top.get('route'));
  return {
    route: (path) => yaml.placeOf(routeAt(path)),
    inhibition: (index) => yaml.placeOf(yaml.items(top.get('inhibit_rules'), 'inhibit_rules')[index]),
    receiver: (name) => yaml.placeOf(listed.find((receiver) => receiver.name === name)?.node),
    silent: new Set(listed.filter(({ isSilent }) => isSilent).map(({ name }) => name)),
  };
}

// The key of the last part of a path that exists.
function placeBelow(yaml: YamlFile, node: Node | undefined, path: readonly string[]): Place | undefined {
  let found: Place | undefined;
  let inner = node;
  for (const name of path) {
    const entry = isMap(inner) ? yaml.entries(inner, 'this').find(({ key }) => key === name) : undefined;
    if (!entry) return found;
    found = yaml.placeOf(entry.keyNode);
    inner = entry.value;
  }
  return found;
}
