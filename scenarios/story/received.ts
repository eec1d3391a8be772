import { groupBy } from '../../core/group.js';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../record/events.js';
import type { ReceiptOfAlert } from './story.js';

/** An alert as Alertmanager received it: one fingerprint and one `startsAt`. */
export interface ReceivedAlert {
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

/** What one message says about one alert, with parsed times. */
export interface AlertMessage extends ReceiptOfAlert {
  readonly fingerprint: string;
  readonly startsAt: Milliseconds;
  readonly endsAt?: Milliseconds;
}

type StateLine = Extract<JournalLine, { type: 'notification-state' }>;

/** What Alertmanager received, in order of appearance. */
export function receivedAlerts(lines: readonly JournalLine[]): readonly ReceivedAlert[] {
  const states = lines.filter((line) => line.type === 'notification-state');
  const names = new Map(states.map(({ fingerprint, alertname }) => [fingerprint, alertname]));
  const received = new Map<string, ReceivedAlert>();
  for (const line of states) {
    const key = `${line.fingerprint}@${line.startsAt}`;
    received.set(key, update(received.get(key), line, names));
  }
  return [...received.values()];
}

function update(before: ReceivedAlert | undefined, line: StateLine, names: ReadonlyMap<string, string>): ReceivedAlert {
  const { fingerprint, alertname, labels, startsAt } = line;
  // The API lists inhibitors by fingerprint; people use names.
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

/** Everything that messages say about alerts, by fingerprint. */
export function messagesByFingerprint(lines: readonly JournalLine[]): ReadonlyMap<string, readonly AlertMessage[]> {
  const all = lines.flatMap((line) =>
    line.type === 'receipt'
      ? line.alerts.map(({ status, fingerprint, startsAt, endsAt }): AlertMessage => {
          const end = endsAt === undefined ? Number.NaN : Date.parse(endsAt);
          return {
            message: line.message,
            receiver: line.receiver,
            channel: line.channel,
            status,
            fingerprint,
            startsAt: Date.parse(startsAt),
            ...(Number.isNaN(end) ? {} : { endsAt: end }),
            receivedAt: line.receivedAt,
            recordedAfterMs: Math.max(0, line.at - line.receivedAt),
          };
        })
      : [],
  );
  return groupBy(all, ({ fingerprint }) => fingerprint);
}
