import { isPair, isScalar, parseDocument, visit } from 'yaml';

/** What stands for a secret, as Alertmanager itself shows its configuration. */
const HIDDEN = '<secret>';

// Keys of Alertmanager whose values are of type Secret or hold one (prometheus/alertmanager, config/notifiers.go; prometheus/common, HTTPClientConfig).
const SECRET_KEY = /(?:^|_)(?:password|secrets?|token|credentials|api_key|routing_key|service_key|user_key|key)$/;
const URL_KEY = /(?:^|_)url$/;
/** The receiver of the reference stack: its addresses hold nothing. */
const OWN_HOST = 'inbox';

/**
 * An Alertmanager configuration with `<secret>` in place of passwords, tokens and addresses that are secrets themselves (a Slack webhook); all
 * else as it was, line by line. It stays a configuration that can be read.
 */
export function hideSecrets(text: string): string {
  const ranges: (readonly [from: number, to: number])[] = [];
  visit(parseDocument(text), {
    Scalar: (role, node, path) => {
      const owner = path.findLast(isPair)?.key;
      if (role === 'key' || !isScalar(owner) || !node.range || node.value === null || node.value === '') return;
      if (isSecret(String(owner.value), String(node.value))) ranges.push([node.range[0], node.range[1]]);
    },
  });
  return ranges.reduceRight(
    (hidden, [from, to]) => hidden.slice(0, from) + HIDDEN + lineEnd(text.slice(from, to)) + hidden.slice(to),
    text,
  );
}

const isSecret = (key: string, value: string): boolean =>
  SECRET_KEY.test(key) || (URL_KEY.test(key) && !(URL.canParse(value) && new URL(value).hostname === OWN_HOST));

// A block of several lines ends with its line end.
const lineEnd = (value: string): string => (value.endsWith('\n') ? '\n' : '');
