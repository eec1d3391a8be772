/**
 * What the programs of the stack say to supops over HTTP. Programs and clients share these types and nothing else.
 *
 * inbox:    SMTP on 1025. HTTP on 8025: `POST /slack`, `POST /webhook/<receiver>`, `GET /api/messages?after=<seq>` → `Messages`,
 *           `GET /api/events?after=<seq>` (server-sent events: first the comment `: inbox <inboxId>`, then `id:` = seq, `data:` = `Message`;
 *           a comment line each 5 s),
 *           `GET /` (a page to read them), `GET /healthz`.
 * visitors: HTTP on 8090, `authorization: Bearer <token>` on all but `/healthz`: `GET /load` → `Load`, `PUT /load` with `LoadRequest` → `Load`,
 *           `GET /records?after=<second>` → `LoadRecords`.
 */

/** Where the inbox takes e-mail. */
export const INBOX_SMTP_PORT = 1025;
/** Its HTTP port. */
export const INBOX_PORT = 8025;
/** The visitors' admin port. */
export const VISITORS_PORT = 8090;
/** Where each api serves. */
export const API_PORT = 3000;
/** Where the front serves. */
export const FRONT_PORT = 8080;
/** Where the exporter is scraped. */
export const EXPORTER_PORT = 9200;

/** A notification as it arrived. */
export interface Message {
  /** Counts from 1 in the life of the inbox. */
  readonly seq: number;
  /** Random per start of the inbox: a client that sees another one starts over. */
  readonly inboxId: string;
  /** The channel: `email`, `slack` or `webhook`. */
  readonly channel: string;
  /** Alertmanager's receiver, as the message names it; empty if it does not. */
  readonly receiver: string;
  /** Epoch ms when the message was complete, on the engine's clock. */
  readonly receivedAt: number;
  /** E-mail recipients, Slack channel, or the webhook's path. */
  readonly to: string;
  readonly subject: string;
  /** Readable text, at most 16 KiB. */
  readonly text: string;
  /** The alerts the message says it carries, read from its marker lines (or the webhook's JSON). */
  readonly alerts: readonly CarriedAlert[];
}

/**
 * One alert of a message. Templates write it as one line, in which the receiver may be missing:
 * `[supops] <status> <alertname> fingerprint=<hex> startsAt=<RFC 3339> endsAt=<RFC 3339 or -> receiver="<name>"`.
 */
export interface CarriedAlert {
  readonly status: 'firing' | 'resolved';
  readonly alertname: string;
  readonly fingerprint: string;
  /** RFC 3339, as Alertmanager wrote it. */
  readonly startsAt: string;
  readonly endsAt?: string;
}

export interface Messages {
  readonly inboxId: string;
  readonly messages: readonly Message[];
  /** Messages dropped because the store is bounded. */
  readonly dropped: number;
}

/** What the visitors do now. */
export interface Load {
  /** Requests a second. */
  readonly rate: number;
  readonly paths: readonly string[];
  /** Epoch ms when the load ends by itself; a request to `PUT /load` moves it. */
  readonly endsAt: number;
}

/**
 * Everything is optional: a request without rate and paths only renews the lifetime of the base load. Any other load takes the place of the
 * base load until it ends by itself; asking for the base load's own rate and paths ends it at once.
 */
export interface LoadRequest {
  readonly rate?: number;
  readonly paths?: readonly string[];
  /** Lifetime from now in ms, at most one hour. */
  readonly lifetimeMs?: number;
}

export interface LoadRecords {
  readonly records: readonly LoadRecord[];
}

/** What visitors saw in one second. */
export interface LoadRecord {
  /** Epoch second on the engine's clock. */
  readonly second: number;
  readonly requests: number;
  /** Answers with status 5xx, refused or broken connections, and time-outs. */
  readonly failed: number;
  /** Answers, good or bad, that took longer than one second, time-outs included. */
  readonly slow: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}
