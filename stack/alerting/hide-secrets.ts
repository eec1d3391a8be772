import { type Document, isPair, isScalar, parseAllDocuments, type Scalar, visit } from 'yaml';
import { isTooDeep } from '../../core/nesting.js';
import { isSecretHeader, isSecretName } from './secret-names.js';
import { applyEdits, type TextEdit } from './text-edit.js';

/** What stands for a secret, as Prometheus and Alertmanager themselves show their configuration. */
const HIDDEN = '<secret>';

/**
 * A YAML configuration of any program with `<secret>` in place of passwords, tokens, keys and addresses that are secrets themselves (a Slack
 * webhook), and of the passwords and tokens in other addresses; all else as it was, line by line. It stays a configuration that can be read.
 * What is commented out, or stands in a text that YAML cannot read, is hidden line by line.
 */
export function hideSecrets(text: string): string {
  const tooDeep = isTooDeep(text);
  const parsed = tooDeep ? [] : parseAllDocuments(text, { logLevel: 'silent' });
  const documents = 'empty' in parsed ? [] : parsed;
  const hidden = applyEdits(
    text,
    documents.flatMap((document) => editsOf(text, document)),
  );
  const isBroken = tooDeep || documents.some(({ errors }) => errors.length > 0);
  return hidden.replace(isBroken ? /^.+$/gm : /^[ \t]*#.*$/gm, hideInLine);
}

function editsOf(text: string, document: Document): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  visit(document, {
    Scalar: (role, node, path) => {
      if (role !== 'key') edits.push(...(isSecret(keysOf(path), node) ? wholeEdit(text, node) : addressEdit(text, node)));
    },
    // What is defined under an ordinary name and used as a secret is hidden at both.
    Alias: (role, alias, path) => {
      const node = alias.resolve(document);
      if (role !== 'key' && isScalar(node) && isSecret(keysOf(path), node)) edits.push(...wholeEdit(text, node));
    },
  });
  return edits;
}

const keysOf = (path: readonly unknown[]): readonly string[] =>
  path.filter(isPair).map(({ key }) => (isScalar(key) ? String(key.value) : ''));

function wholeEdit(text: string, { range, value }: Scalar): readonly TextEdit[] {
  if (!range || value === null || value === '') return [];
  const [from, to] = range;
  // A block of several lines ends with its line end.
  return [{ from, to, text: HIDDEN + (text.slice(from, to).endsWith('\n') ? '\n' : '') }];
}

function addressEdit(text: string, { range }: Scalar): readonly TextEdit[] {
  if (!range) return [];
  const [from, to] = range;
  const source = text.slice(from, to);
  const shown = hideInAddresses(source);
  return shown === source ? [] : [{ from, to, text: shown }];
}

/** Maps whose keys are names of labels: Prometheus shows labels to everyone. */
const LABEL_MAP = /^(?:(?:external_)?labels|annotations|(?:source_|target_)?match(?:_re)?)$/;
/** Maps whose values are all secrets. */
const SECRET_MAP = /^(?:basic_auth_users|proxy_connect_header)$/;

function isSecret(keys: readonly string[], { value: content }: Scalar): boolean {
  const value = String(content);
  const [above = '', parent = '', key = ''] = ['', '', '', ...keys].slice(-3);
  if (LABEL_MAP.test(parent)) return false;
  if (SECRET_MAP.test(parent) || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return true;
  if (parent === 'headers') return isSecretHeader(key) || isSecretValue(value);
  if (above === 'http_headers' && key === 'values') return isSecretHeader(parent) || isSecretValue(value);
  return isSecretName(key) || (isSecretAddress(parent, key) && !isOwn(value));
}

const isSecretValue = (value: string): boolean => /^(?:Basic|Bearer|Token) /i.test(value);

// Addresses that let everyone who knows them send: of type SecretURL in Alertmanager (config/notifiers.go).
function isSecretAddress(parent: string, key: string): boolean {
  if (/(?:^|_)webhook_url$/.test(key) || key === 'slack_api_url') return true;
  return (parent === 'slack_configs' && key === 'api_url') || (/^webhook_(?:configs|outputs)$/.test(parent) && key === 'url');
}

/** The receiver of the reference stack: its addresses hold nothing. */
const OWN_HOST = 'inbox';
const isOwn = (value: string): boolean => URL.canParse(value) && new URL(value).hostname === OWN_HOST;

// A scheme is short; without the limit a long word would be searched from each of its letters.
const PASSWORD = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#:@]*:)[^\s/?#]+@/gi;
const PARAMETER = /([?&;#])([\w.-]+)=([^&;#\s'"]+)/g;

function hideInAddresses(text: string): string {
  return text
    .replace(PASSWORD, `$1${HIDDEN}@`)
    .replace(PARAMETER, (whole, before: string, name: string, value: string) =>
      isSecretName(name) && !value.startsWith('{{') ? `${before}${name}=${HIDDEN}` : whole,
    );
}

const ENTRY = /^((?:[^\w-]|- )*)([\w-]+)(:[ \t]+)(\S(?:.*\S)?)([ \t]*)$/;

// Several words behind a colon in a comment are prose.
function hideInLine(line: string): string {
  const [, before = '', key = '', colon = '', value = '', after = ''] = ENTRY.exec(line) ?? [];
  const isEntry = isSecretName(key) && !(before.includes('#') && /\s/.test(value));
  return isEntry ? `${before}${key}${colon}${HIDDEN}${after}` : hideInAddresses(line);
}
