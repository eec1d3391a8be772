import { type SimpleParserOptions, simpleParser } from 'mailparser';

/** What is kept from an e-mail. */
export interface Mail {
  readonly subject: string;
  /** The text part, else what can be read of the HTML part. */
  readonly text: string;
}

/** Bounds for mail from strangers: beyond them a mail takes seconds, or more memory than this program has. */
const OPTIONS: SimpleParserOptions = {
  maxHeadSize: 64 * 1_024,
  maxChildNodes: 100,
  maxHtmlLengthToParse: 256 * 1_024,
  // Not read here.
  skipTextToHtml: true,
  skipImageLinks: true,
  checksumAlgo: false,
};

/** Reads an e-mail; attachments are skipped. Never rejects: what cannot be parsed is kept as it came. */
export async function readMail(raw: Buffer): Promise<Mail> {
  try {
    const { subject = '', text = '', html } = await simpleParser(raw, OPTIONS);
    return { subject, text: text.trim() || (html ? await readHtml(html) : '') };
  } catch {
    return { subject: '', text: raw.toString() };
  }
}

/** mailparser makes text only from HTML that is a mail of its own. Alertmanager sends it as the only part of `multipart/alternative`. */
async function readHtml(html: string): Promise<string> {
  const mail = Buffer.from(`Content-Type: text/html; charset=utf-8\n\n${html}`);
  const { text = '', textConversionError } = await simpleParser(mail, OPTIONS);
  return textConversionError === undefined ? text.trim() : html;
}
