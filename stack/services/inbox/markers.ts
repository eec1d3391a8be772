import type { CarriedAlert } from '../contracts.js';

// What makes text of HTML wraps lines, hence any white space.
const MARKER =
  /\[supops\]\s+(firing|resolved)\s+(\S.{0,199}?)\s+fingerprint=([0-9a-f]{1,32})\s+startsAt=(\S+)\s+endsAt=(\S+)(?=\s|$)/g;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The alerts that a message says it carries, by the marker lines of our templates (see `CarriedAlert`), in their order and each once.
 * What only resembles a marker is passed over: a message is written by others.
 */
export function readMarkers(text: string): readonly CarriedAlert[] {
  const found = new Map<string, CarriedAlert>();
  for (const [line, status, alertname, fingerprint, startsAt, endsAt] of text.matchAll(MARKER)) {
    if (status === undefined || alertname === undefined || fingerprint === undefined) continue;
    if (!isMoment(startsAt) || !(endsAt === '-' || isMoment(endsAt))) continue;
    const alert = carried({ status: status as CarriedAlert['status'], alertname, fingerprint, startsAt, endsAt });
    if (!found.has(line)) found.set(line, alert);
  }
  return [...found.values()];
}

/** An alert without an end where there is none: `-`, or Go's zero time. */
export function carried({ endsAt, ...alert }: CarriedAlert): CarriedAlert {
  return endsAt === undefined || endsAt === '-' || endsAt.startsWith('0001-') ? alert : { ...alert, endsAt };
}

const isMoment = (text: string | undefined): text is string => text !== undefined && MOMENT.test(text);
