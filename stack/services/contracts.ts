/**
 * What the programs of the stack say to supops over HTTP. Programs and clients share these types and nothing else.
 *
 * inbox:    SMTP on 1025. HTTP on 8025: `POST /slack`, `POST /webhook/<receiver>`, `GET /api/messages?after=<seq>` → `Messages`,
 *           `GET /api/events?after=<seq>` (server-sent events: first the comment `: inbox <inboxId>`, then `id:` = seq, `data:` = `Message`;
 *           a comment line each 5 s),
 *           `GET /` (a page to read them), `GET /healthz`.
 * visitors: HTTP on 8090, `authorization: Bearer <token>` on all but `/healthz`: `GET /load` → `Load`, `PUT /load` with `LoadRequest` → `Load`,
 *           `GET /records?after=<second>` → `LoadRecords`.
 * api:      HTTP on 3001, inside its instance only, `authorization: Bearer <token>`: `GET /flags` → `Flags`, `PUT /flags` with `FlagsRequest` →
 *           `Flags`, `DELETE /flags?name=<flag>` (repeatable; none: all) → `Flags`. Its own program asks there: `program.cjs flags get`,
 *           `program.cjs flags set <FlagsRequest>`, `program.cjs flags clear [<flag> …]`, each of which prints `Flags`.
 */

/** Where the inbox takes e-mail. */
export const INBOX_SMTP_PORT = 1025;
/** Its HTTP port. */
export const INBOX_PORT = 8025;
/** The visitors' admin port. */
export const VISITORS_PORT = 8090;
/** Where each api serves. */
export const API_PORT = 3000;
/** The admin port of each api, on its own loopback address. */
export const API_ADMIN_PORT = 3001;
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
  /** Requests a second; with a shape, those before it. */
  readonly rate: number;
  readonly paths: readonly string[];
  /** How the rate changes. Absent: it does not. */
  readonly shape?: LoadShape;
  /** What is requested in addition to the rate. Absent: nothing. */
  readonly also?: readonly RegularVisit[];
  /** Epoch ms when the load ends by itself; a request to `PUT /load` moves it. */
  readonly endsAt: number;
}

/** A change of the rate, in epoch ms on the clock of the visitors, which is the engine's: a request that is sent again does not move it. */
export type LoadShape =
  /** From then on. */
  | { readonly kind: 'step'; readonly to: number; readonly from: number }
  /** Evenly up or down to a rate, which then stays. */
  | { readonly kind: 'ramp'; readonly to: number; readonly from: number; readonly until: number }
  /** In between, and the old rate after it. */
  | { readonly kind: 'spike'; readonly to: number; readonly from: number; readonly until: number };

/** A path that is requested once in a while. */
export interface RegularVisit {
  readonly path: string;
  readonly everyMs: number;
}

/**
 * Everything is optional: a request with nothing but a lifetime renews that of the base load. Any other load takes the place of the
 * base load until it ends by itself; asking for the base load's own rate and paths ends it at once.
 */
export interface LoadRequest {
  readonly rate?: number;
  readonly paths?: readonly string[];
  readonly shape?: LoadShape;
  readonly also?: readonly RegularVisit[];
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

/** The api's routes, as its metrics name them. */
export const API_ROUTES = [
  ['GET', '/api/products'],
  ['GET', '/api/products/:id'],
  ['GET', '/api/orders/recent'],
  ['POST', '/api/orders'],
  ['GET', '/api/reports/sales'],
] as const;

/** The flags of the api, and what each is set to. */
export interface FlagValues {
  /** Share of the requests to the shop's routes that is answered with 500, 0 to 1. */
  readonly errors: number;
  /** A route, as in `API_ROUTES`, whose answers are delayed. */
  readonly slow: { readonly route: string; readonly delayMs: number };
  /** Memory that is taken outside the heap and never given back, in MiB a second. */
  readonly leak: number;
  /** Share of a core that is burnt on the event loop, 0 to 0.95. */
  readonly cpu: number;
  /** Id of a product that cannot be read: 500. */
  readonly badKey: number;
}

export type FlagName = keyof FlagValues;

/** Sets the flags that it names; the others stay as they are. */
export interface FlagsRequest extends Partial<FlagValues> {
  /** How long they stay set unless they are cleared, at most one hour. */
  readonly ttlMs?: number;
}

/** The flags that are set. */
export type Flags = { readonly [Name in FlagName]?: FlagState<FlagValues[Name]> };

/** A flag that is set. Moments are epoch ms on the engine's clock. */
export interface FlagState<Value> {
  readonly value: Value;
  readonly since: number;
  readonly endsAt: number;
  /** What it has done since: requests failed or delayed, MiB held, slices of CPU time burnt. */
  readonly effects: number;
}
