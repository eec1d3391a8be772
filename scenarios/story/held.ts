import { groupBy } from '../../core/group.js';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../record/events.js';

/** An alert as Alertmanager held it: one fingerprint and one `startsAt`. */
export interface Held {
  readonly fingerprint: string;
  readonly alertname: string;
  readonly labels: Labels;
  readonly startsAt: Milliseconds;
  readonly seenAt: Milliseconds;
  readonly goneAt?: Milliseconds;
  /** Names of its inhibitors while it was suppressed, in the order in which they were seen. */
  readonly inhibitedBy: readonly string[];
  readonly silenced: boolean;
  readonly receivers: readonly string[];
}

/** One alert of one message, with the instants read. */
export interface Message {
  readonly message: number;
  readonly channel: 'email' | 'slack' | 'webhook';
  readonly status: 'firing' | 'resolved';
  readonly alertname: string;
  readonly fingerprint: string;
  readonly startsAt: Milliseconds;
  readonly endsAt?: Milliseconds;
  readonly receivedAt: Milliseconds;
  readonly recordedAfterMs: Milliseconds;
}

type StateLine = Extract<JournalLine, { type: 'notification-state' }>;

/** What Alertmanager held, in order of appearance. */
export function heldAlerts(lines: readonly JournalLine[]): readonly Held[] {
  const states = lines.filter((line) => line.type === 'notification-state');
  const names = new Map(states.map(({ fingerprint, alertname }) => [fingerprint, alertname]));
  const held = new Map<string, Held>();
  for (const line of states) {
    const key = `${line.fingerprint}@${line.startsAt}`;
    held.set(key, update(held.get(key), line, names));
  }
  return [...held.values()];
}

function update(before: Held | undefined, line: StateLine, names: ReadonlyMap<string, string>): Held {
  const { fingerprint, alertname, labels, startsAt } = line;
  // The API names inhibitors by fingerprint; people say names.
  const inhibitors = line.state === 'suppressed' ? line.inhibitedBy.map((one) => names.get(one) ?? one) : [];
  const goneAt = line.state === 'gone' ? (before?.goneAt ?? line.at) : undefined;
  return {
    fingerprint,
    alertname,
    labels,
    startsAt,
    seenAt: before?.seenAt ?? line.at,
    ...(goneAt === undefined ? {} : { goneAt }),
    inhibitedBy: [...new Set([...(before?.inhibitedBy ?? []), ...inhibitors])],
    silenced: (before?.silenced ?? false) || (line.state === 'suppressed' && line.silencedBy.length > 0),
    receivers: [...new Set([...(before?.receivers ?? []), ...line.receivers])],
  };
}

/** Every alert that a message carried, by fingerprint. */
export function messagesOf(lines: readonly JournalLine[]): ReadonlyMap<string, readonly Message[]> {
  const all = lines.flatMap((line) =>
    line.type === 'receipt'
      ? line.alerts.map((alert): Message => {
          const endsAt = alert.endsAt === undefined ? Number.NaN : Date.parse(alert.endsAt);
          return {
            message: line.message,
            channel: line.channel,
            status: alert.status,
            alertname: alert.alertname,
            fingerprint: alert.fingerprint,
            startsAt: Date.parse(alert.startsAt),
            ...(Number.isNaN(endsAt) ? {} : { endsAt }),
            receivedAt: line.receivedAt,
            recordedAfterMs: Math.max(0, line.at - line.receivedAt),
          };
        })
      : [],
  );
  return groupBy(all, ({ fingerprint }) => fingerprint);
}
