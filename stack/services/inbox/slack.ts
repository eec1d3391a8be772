/** What is kept from a message to Slack. */
export interface SlackMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Reads the payload of an incoming webhook: text and the older attachments that Alertmanager sends. `undefined` if there is none. */
export function readSlack(payload: unknown): SlackMessage | undefined {
  if (!isRecord(payload)) return undefined;
  const attachments = list(payload.attachments);
  const lines = [payload.text, ...attachments.flatMap(attachmentLines), ...list(payload.blocks).map(blockText)]
    .map(readable)
    .filter((line) => line !== '');
  if (lines.length === 0) return undefined;
  const text = lines.join('\n');
  const title = attachments.map(({ title }) => readable(title)).find((line) => line !== '');
  return { to: readable(payload.channel), subject: title ?? text.split('\n')[0] ?? '', text };
}

type JsonRecord = Readonly<Record<string, unknown>>;

function attachmentLines(attachment: JsonRecord): readonly unknown[] {
  const fields = list(attachment.fields).map(({ title, value }) => `${readable(title)}: ${readable(value)}`);
  const lines = [attachment.pretext, attachment.title, attachment.text, ...fields, attachment.footer];
  return lines.some((line) => readable(line) !== '') ? lines : [attachment.fallback];
}

const blockText = (block: JsonRecord): unknown => (isRecord(block.text) ? block.text.text : undefined);

/** The three characters that Slack wants escaped (docs.slack.dev, "Escaping text"). */
const ESCAPED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const readable = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/&(?:amp|lt|gt);/g, (escaped) => ESCAPED[escaped] ?? escaped).trim() : '';

const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

const list = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
