import { htmlToText } from './html-text.js';
import { decodeBase64, decodeCharset, decodeQuotedPrintable } from './mail-encoding.js';
import { contentType, decodeWords, type MailHeader, splitPart } from './mail-header.js';

/** What is kept of an e-mail. */
export interface Mail {
  readonly subject: string;
  /** The text part, else what can be read of the HTML part. */
  readonly text: string;
}

/** Parts within parts beyond this depth are not looked at. */
const MAX_DEPTH = 5;

/** Reads an e-mail as Alertmanager writes them: one text, or several as `multipart/alternative`; attachments are passed over. */
export function readMail(raw: Uint8Array): Mail {
  const { header, body } = splitPart(Buffer.from(raw).toString('latin1'));
  const texts = readTexts(header, body, 0);
  const plain = texts.find(({ type }) => type === 'text/plain')?.text;
  const html = texts.find(({ type }) => type === 'text/html')?.text;
  return { subject: decodeWords(header.get('subject') ?? ''), text: plain?.trim() || htmlToText(html ?? '') };
}

interface TextPart {
  readonly type: string;
  readonly text: string;
}

function readTexts(header: MailHeader, body: string, depth: number): readonly TextPart[] {
  const { type, parameter } = contentType(header);
  if (type.startsWith('multipart/')) {
    const boundary = parameter('boundary');
    if (!boundary || depth === MAX_DEPTH) return [];
    return splitMultipart(body, boundary).flatMap((part) => {
      const inner = splitPart(part);
      return readTexts(inner.header, inner.body, depth + 1);
    });
  }
  if (!type.startsWith('text/') || /^attachment/i.test(header.get('content-disposition') ?? '')) return [];
  const bytes = decodeTransfer(body, header.get('content-transfer-encoding') ?? '');
  return [{ type, text: decodeCharset(bytes, parameter('charset') ?? 'utf-8').replaceAll('\r\n', '\n') }];
}

/** The parts between the delimiter lines (RFC 2046, 5.1.1): the text before the first and after the last is no part. */
function splitMultipart(body: string, boundary: string): readonly string[] {
  const parts: string[] = [];
  let part: string[] | undefined;
  for (const line of body.split(/\r?\n/)) {
    const delimiter = line.trimEnd();
    if (delimiter === `--${boundary}` || delimiter === `--${boundary}--`) {
      if (part) parts.push(part.join('\r\n'));
      if (delimiter.endsWith(`${boundary}--`)) return parts;
      part = [];
    } else part?.push(line);
  }
  if (part) parts.push(part.join('\r\n'));
  return parts;
}

function decodeTransfer(body: string, encoding: string): Uint8Array {
  switch (encoding.trim().toLowerCase()) {
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    case 'base64':
      return decodeBase64(body);
    default:
      return Buffer.from(body, 'latin1');
  }
}
