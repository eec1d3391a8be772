/** A place where a secret goes, by the secret's name: `shopPassword`. */
export interface SecretRef {
  readonly secret: string;
}

/** What is in a file: text, bytes, or text in parts with secrets between them. */
export type FileContent = string | Uint8Array | readonly (string | SecretRef)[];

/** Secrets by name. */
export type SecretValues = Readonly<Record<string, string>>;

/** Digests of secrets by name: they show whether two are the same, but not what they are. */
export type SecretDigests = Readonly<Record<string, string>>;

const MARK = /\{\{secret:(\w+)\}\}/;

/** Stands for a secret in a text that `withSecrets` takes apart. */
export const secretMark = (name: string): string => `{{secret:${name}}}`;

/** A text with a reference wherever a mark stands. */
export const withSecrets = (text: string): FileContent =>
  // A pattern with one group: every second part is the name in a mark.
  text.split(MARK).map((piece, index) => (index % 2 === 0 ? piece : { secret: piece }));

/**
 * The content with each reference replaced by what it stands for.
 * @throws Error if a value is missing: a mistake in the definition of the stack
 */
export function resolveContent(content: FileContent, values: SecretValues | SecretDigests): string | Uint8Array {
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  return content.map((part) => (typeof part === 'string' ? part : lookUp(part, values))).join('');
}

function lookUp({ secret }: SecretRef, values: SecretValues | SecretDigests): string {
  const value = values[secret];
  if (value === undefined) throw new Error(`there is no secret named ${secret}`);
  return value;
}
