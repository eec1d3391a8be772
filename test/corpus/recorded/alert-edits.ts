import type { Labels } from '../../../core/labels.js';
import type { JournalLine } from '../../../scenarios/record/events.js';
import type { CarriedAlert } from '../../../stack/services/contracts.js';
import { add, after, all, change, drop, type Edit, either, type Which } from './edit.js';

type AlertLine = Extract<JournalLine, { type: 'alert' }>;
type StateLine = Extract<JournalLine, { type: 'notification-state' }>;

/** What Prometheus said about an alert; with states, only these changes. */
export const inPrometheus =
  (alert: string, ...states: readonly AlertLine['state'][]): Which =>
  (line) =>
    line.type === 'alert' && line.alertname === alert && (states.length === 0 || states.includes(line.state));

/** What Alertmanager said about an alert. */
export const inAlertmanager =
  (alert: string, ...states: readonly StateLine['state'][]): Which =>
  (line) =>
    line.type === 'notification-state' && line.alertname === alert && (states.length === 0 || states.includes(line.state));

/** Messages about an alert. */
export const messages =
  (alert: string, channel?: string, status?: CarriedAlert['status']): Which =>
  (line) =>
    line.type === 'receipt' &&
    (channel === undefined || line.channel === channel) &&
    line.alerts.some((one) => one.alertname === alert && (status === undefined || one.status === status));

/** The raw samples of an alert are gone as well. */
export const unsampled = (alert: string): Edit =>
  change('alerts-window', (line) => ({ ...line, alerts: line.alerts.filter(({ alertname }) => alertname !== alert) }));

/** An alert that never got as far as pending. */
export const neverPending = (alert: string): Edit =>
  all(drop(either(inPrometheus(alert), inAlertmanager(alert), messages(alert))), unsampled(alert));

/** An alert that was pending and went no further. */
export const neverFiring = (alert: string): Edit =>
  all(drop(either(inPrometheus(alert, 'firing'), inAlertmanager(alert), messages(alert))), unsampled(alert));

/** The alert carries other labels wherever it is seen; `undefined` takes a label away. */
export function relabel(alert: string, to: Readonly<Record<string, string | undefined>>): Edit {
  const changed = (labels: Labels): Labels =>
    Object.fromEntries(Object.entries({ ...labels, ...to }).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const of = <T extends AlertLine | StateLine>(line: T): T =>
    line.alertname === alert ? { ...line, labels: changed(line.labels) } : line;
  return all(
    change('alert', of),
    change('notification-state', of),
    change('alerts-window', (line) => ({
      ...line,
      alerts: line.alerts.map((one) => (one.alertname === alert ? { ...one, labels: changed(one.labels) } : one)),
    })),
  );
}

/** What Alertmanager did with an alert, in every line about it. */
export const treated = (
  alert: string,
  how: Partial<Pick<StateLine, 'state' | 'inhibitedBy' | 'silencedBy' | 'receivers'>>,
): Edit =>
  change('notification-state', (line) =>
    line.alertname === alert ? { ...line, ...how, state: line.state === 'gone' ? 'gone' : (how.state ?? line.state) } : line,
  );

/** The messages about an alert arrive `seconds` later. */
export const delay = (which: Which, seconds: number): Edit =>
  change('receipt', (line) =>
    which(line) ? { ...line, at: line.at + seconds * 1_000, receivedAt: line.receivedAt + seconds * 1_000 } : line,
  );

/** One more alert, as Prometheus, its raw samples and Alertmanager tell of it. */
export interface Another {
  readonly alert: string;
  readonly labels: Labels;
  readonly group?: string;
  /** Seconds from the fault: firing from when, until when. */
  readonly fires: readonly [from: number, until: number];
  /** Alerts that mute it throughout. */
  readonly inhibitedBy?: readonly string[];
}

/** The run in which this alert fired as well. */
export function fires({ alert, labels, group = 'other', fires: [from, until], inhibitedBy = [] }: Another): Edit {
  const named = { alertname: alert, ...labels };
  const change = (state: AlertLine['state']): JournalLineOf<'alert'> => ({
    type: 'alert',
    group,
    alertname: alert,
    labels: named,
    state,
    activeAt: after(from - 1),
  });
  const held = (state: StateLine['state']): JournalLineOf<'notification-state'> => ({
    type: 'notification-state',
    fingerprint: fingerprintOf(named),
    alertname: alert,
    labels: { ...named, stack: 'ovl' },
    state,
    inhibitedBy: [...inhibitedBy],
    silencedBy: [],
    receivers: ['team'],
    startsAt: after(from),
  });
  return all(
    add(from - 0.9, change('pending')),
    add(from + 0.1, change('firing')),
    add(from + 0.2, held(inhibitedBy.length > 0 ? 'suppressed' : 'active')),
    add(until + 0.1, change('inactive')),
    add(until + 0.2, held('gone')),
    sampled(alert, labels, [from, until]),
  );
}

type JournalLineOf<T extends JournalLine['type']> = Omit<Extract<JournalLine, { type: T }>, 'seq' | 'at' | 'mono'>;

/** The raw samples say that this alert fired, whatever the looks saw. */
export const sampled = (alert: string, labels: Labels, [from, until]: readonly [number, number]): Edit =>
  change('alerts-window', (line) => ({
    ...line,
    alerts: [
      ...line.alerts,
      {
        alertname: alert,
        labels: { alertname: alert, ...labels },
        state: 'firing',
        first: after(from),
        last: after(until),
        samples: Math.round(until - from) + 1,
      },
    ],
  }));

/** A fingerprint of labels, like Alertmanager's in form. */
export const fingerprintOf = (labels: Labels): string =>
  Buffer.from(JSON.stringify(labels)).toString('hex').slice(-16).padStart(16, '0');

/** One more message. */
export const message = (
  seconds: number,
  {
    channel,
    alerts,
    subject = '',
    text = '',
  }: { channel: string; alerts: readonly CarriedAlert[]; subject?: string; text?: string },
): Edit =>
  add(seconds, {
    type: 'receipt',
    message: 90,
    receiver: 'on-call',
    channel,
    to: channel === 'email' ? 'on-call@supops.example' : '#alerts',
    subject,
    excerpt: text,
    receivedAt: after(seconds),
    alerts: [...alerts],
  });
