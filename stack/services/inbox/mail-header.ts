import { decodeBase64, decodeCharset, decodeQuotedPrintable } from './mail-encoding.js';

/** Header fields by lower-case name; of a repeated field the first. */
export type MailHeader = ReadonlyMap<string, string>;

/** Splits a part into its header fields, unfolded, and its body. Text is one character per byte. */
export function splitPart(part: string): { readonly header: MailHeader; readonly body: string } {
  const end = /\r?\n\r?\n/.exec(part);
  const head = end ? part.slice(0, end.index) : part;
  const header = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !header.has(name)) header.set(name, line.slice(colon + 1).trim());
  }
  return { header, body: end ? part.slice(end.index + end[0].length) : '' };
}

/** The type and one parameter's value of a field such as `multipart/alternative; boundary="x"` (RFC 2045). */
export function contentType(header: MailHeader): { readonly type: string; parameter(name: string): string | undefined } {
  const [type = '', ...rest] = (header.get('content-type') ?? 'text/plain').split(';');
  return {
    type: type.trim().toLowerCase(),
    parameter: (name) => {
      const match = new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(rest.join(';'));
      return match?.[1] ?? match?.[2];
    },
  };
}

/** A field's text with its encoded words decoded (RFC 2047: `=?utf-8?q?…?=`); the space between two of them is no text. */
export function decodeWords(field: string): string {
  return field
    .replace(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi, (_, charset: string, encoding: string, word: string) =>
      decodeCharset(
        encoding.toLowerCase() === 'b' ? decodeBase64(word) : decodeQuotedPrintable(word.replaceAll('_', '=20')),
        charset,
      ),
    );
}
