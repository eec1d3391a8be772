import type { CarriedAlert } from '../contracts.js';

// Converters from HTML to text wrap lines, hence any white space.
const MARKER =
  /\[supops\]\s{1,8}(firing|resolved)\s{1,8}(\S.{0,199}?)\s{1,8}fingerprint=([0-9a-f]{1,32})\s{1,8}startsAt=(\S+)\s{1,8}endsAt=(\S+)(?:\s{1,8}receiver="((?:[^"\\]|\\.){0,200})")?(?=\s|$)/g;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** What a message says by its marker lines. */
export interface Marked {
  /** Alertmanager's receiver; empty if no line names it, as the lines of older stacks do not. */
  readonly receiver: string;
  /** The alerts that it carries, in their order and each once. */
  readonly alerts: readonly CarriedAlert[];
}

/** Reads the marker lines of our templates (see `CarriedAlert`). What only resembles one is skipped: others write the messages. */
export function readMarkers(text: string): Marked {
  const found = new Map<string, CarriedAlert>();
  let receiver = '';
  for (const [line, status, alertname, fingerprint, startsAt, endsAt, quoted = ''] of text.matchAll(MARKER)) {
    if (status === undefined || alertname === undefined || fingerprint === undefined) continue;
    if (!isMoment(startsAt) || !(endsAt === '-' || isMoment(endsAt))) continue;
    const alert = carried({ status: status as CarriedAlert['status'], alertname, fingerprint, startsAt, endsAt });
    if (!found.has(line)) found.set(line, alert);
    receiver ||= receiverName(quoted.replace(/\\(["\\])/g, '$1').replace(/\s+/g, ' '));
  }
  return { receiver, alerts: [...found.values()] };
}

/** A receiver's name as it stands in the configuration: templates and webhooks get it as a pattern (Go's regexp.QuoteMeta). */
export const receiverName = (pattern: string): string => pattern.replace(/\\([\\.+*?()|[\]{}^$])/g, '$1');

/** An alert without an end if there is none: `-`, or Go's zero time. */
export function carried({ endsAt, ...alert }: CarriedAlert): CarriedAlert {
  return endsAt === undefined || endsAt === '-' || endsAt.startsWith('0001-') ? alert : { ...alert, endsAt };
}

const isMoment = (text: string | undefined): text is string => text !== undefined && MOMENT.test(text);
