import { isSeq, type Node } from 'yaml';
import type { Channel } from './model.js';
import type { YamlFile } from './yaml-file.js';

/** How a receiver notifies. */
export interface Receiver {
  readonly channels: readonly Channel[];
  /** Those that also notify the end of an alert. */
  readonly resolvedChannels: readonly Channel[];
}

/** The channels by their keys, and whether one notifies the end of an alert if it does not say so (config.DefaultEmailConfig and others). */
const INTEGRATIONS: Readonly<Record<string, { readonly channel: Channel; readonly sendResolved: boolean }>> = {
  email_configs: { channel: 'email', sendResolved: false },
  slack_configs: { channel: 'slack', sendResolved: false },
  webhook_configs: { channel: 'webhook', sendResolved: true },
};

/** Reads receivers by name. What Alertmanager would refuse is a problem; integrations that are not channels of ours are left out. */
export function readReceivers(yaml: YamlFile, node: Node | undefined): ReadonlyMap<string, Receiver> {
  const receivers = new Map<string, Receiver>();
  for (const item of yaml.items(node, 'receivers')) {
    const fields = new Map(yaml.entries(item, 'a receiver').map((entry) => [entry.key, entry]));
    for (const { key, keyNode } of fields.values())
      if (key !== 'name' && !key.endsWith('_configs')) yaml.problem(keyNode, 'unknown-key', `a receiver has no key "${key}"`);
    const name = yaml.textOf(fields.get('name')?.value, 'name of a receiver') ?? '';
    if (!name) yaml.problem(item, 'missing-key', 'a receiver needs a name');
    if (receivers.has(name))
      yaml.problem(fields.get('name')?.value, 'duplicate-receiver', `receiver "${name}" is defined twice`);
    const read = [...fields.values()].flatMap(({ key, value }) => readChannel(yaml, key, value));
    receivers.set(name, {
      channels: read.map(({ channel }) => channel),
      resolvedChannels: read.filter(({ sendsResolved }) => sendsResolved).map(({ channel }) => channel),
    });
  }
  return receivers;
}

function readChannel(yaml: YamlFile, key: string, node: Node | undefined) {
  const integration = INTEGRATIONS[key];
  if (!integration || !isSeq(node) || node.items.length === 0) return [];
  const sends = yaml.items(node, key).map((item) => {
    const written = yaml.textOf(yaml.valuesOf(item).get('send_resolved'), 'send_resolved');
    return written === undefined ? integration.sendResolved : /^(true|yes|on|y)$/i.test(written);
  });
  return [{ channel: integration.channel, sendsResolved: sends.includes(true) }];
}
