import { groupBy } from '../../core/group.js';
import { hasLabels, type Labels, labelKey } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../record/events.js';
import { defined } from './defined.js';
import { type Episode, episodesOf, withoutName } from './episodes.js';
import { type AlertMessage, messagesByFingerprint, type ReceivedAlert, receivedAlerts } from './received.js';
import type { AlertHistory, ReceiptOfAlert } from './story.js';

/**
 * The history of every alert of a run, joined from what Prometheus, Alertmanager and the inbox reported. Pure and linear in the number of lines.
 *
 * An alert is identified by group, name and labels in Prometheus, by fingerprint and `startsAt` in Alertmanager, and by those two in a
 * message. The join of the first two: the same name, Alertmanager's labels include Prometheus' labels (external labels such as `stack` come on
 * top), and `startsAt`, which is Prometheus' moment of firing, lies within the episode.
 * @param injectedAt the first injection; without it everything began before
 */
export function alertHistories(lines: readonly JournalLine[], injectedAt: Milliseconds | undefined): readonly AlertHistory[] {
  const received = receivedAlerts(lines);
  const parts = { messages: messagesByFingerprint(lines), before: beforeInjection(lines, injectedAt) };
  const pairs = join(episodesOf(lines), received);
  const joined = new Set(pairs.map(([, one]) => one));
  const all: (readonly [Episode | undefined, ReceivedAlert | undefined])[] = [
    ...pairs,
    ...received.filter((one) => !joined.has(one)).map((one) => [undefined, one] as const),
  ];
  return all.map(([episode, one]) => toHistory(episode, one, parts)).sort((a, b) => startOf(a) - startOf(b));
}

/** When an alert began, as far as known. */
const startOf = ({ pendingAt, firingAt, receivedAt }: AlertHistory): Milliseconds => pendingAt ?? firingAt ?? receivedAt ?? 0;

type Join = readonly (readonly [Episode, ReceivedAlert | undefined])[];

// Alertmanager's alerts are matched to episodes, not the other way round: one that Prometheus fired before the recording began has none.
function join(episodes: readonly Episode[], received: readonly ReceivedAlert[]): Join {
  const byName = groupBy(episodes, ({ alertname }) => alertname);
  const found = new Map<Episode, ReceivedAlert>();
  for (const one of received) {
    const candidates = (byName.get(one.alertname) ?? []).filter(
      (episode) => !found.has(episode) && hasLabels(one.labels, episode.labels) && covers(episode, one.startsAt),
    );
    // The most labels in common: {service} must not claim what belongs to {service, instance}.
    const [best] = candidates.sort((a, b) => size(b.labels) - size(a.labels) || distance(a, one) - distance(b, one));
    if (best) found.set(best, one);
  }
  return episodes.map((episode) => [episode, found.get(episode)] as const);
}

const size = (labels: Labels): number => Object.keys(labels).length;
const distance = (episode: Episode, { startsAt }: ReceivedAlert): Milliseconds =>
  Math.abs((episode.firingAt ?? episode.from) - startsAt);
const covers = (episode: Episode, at: Milliseconds): boolean => at >= episode.from - 1 && at <= (episode.until ?? Infinity);

interface HistoryParts {
  readonly messages: ReadonlyMap<string, readonly AlertMessage[]>;
  readonly before: (alertname: string, labels: Labels, start: Milliseconds | undefined) => boolean;
}

function toHistory(
  episode: Episode | undefined,
  received: ReceivedAlert | undefined,
  { messages, before }: HistoryParts,
): AlertHistory {
  const alertname = episode?.alertname ?? received?.alertname ?? '';
  const labels = withoutName(received?.labels ?? episode?.labels ?? {});
  const carried =
    received === undefined
      ? []
      : (messages.get(received.fingerprint) ?? []).filter(({ startsAt }) => near(startsAt, received.startsAt));
  // startsAt is Prometheus' own moment of firing; what the poll saw is up to one poll interval later.
  const firingAt = received?.startsAt ?? episode?.firingAt;
  const own = {
    group: episode?.group,
    fingerprint: received?.fingerprint,
    startsAt: received?.startsAt,
    pendingAt: episode?.pendingAt,
    firingAt,
    receivedAt: received?.seenAt,
    resolvedAt: resolutionOf(episode, received, carried),
    endedAt: episode?.until,
    annotations: episode?.annotations,
  };
  return {
    alertname,
    labels,
    ...defined(own),
    inhibitedBy: received?.inhibitedBy ?? [],
    silenced: received?.silenced ?? false,
    receivers: received?.receivers ?? [],
    receipts: carried.map(toReceipt),
    before: before(alertname, episode?.labels ?? labels, episode?.pendingAt ?? firingAt),
  };
}

// Alertmanager writes nanoseconds in messages and milliseconds in its API.
const near = (a: Milliseconds, b: Milliseconds): boolean => Math.abs(a - b) <= 1;

function resolutionOf(
  episode: Episode | undefined,
  received: ReceivedAlert | undefined,
  carried: readonly AlertMessage[],
): Milliseconds | undefined {
  const messageEnd = carried.find(({ status, endsAt }) => status === 'resolved' && endsAt !== undefined)?.endsAt;
  // While Prometheus lists it, it has not resolved: Alertmanager also calls an alert resolved when Prometheus falls silent.
  if (episode && episode.until === undefined) return undefined;
  if (!received && episode?.firingAt === undefined) return undefined;
  return messageEnd ?? episode?.until ?? received?.goneAt;
}

const toReceipt = ({ message, receiver, channel, status, receivedAt, recordedAfterMs }: AlertMessage): ReceiptOfAlert => ({
  message,
  receiver,
  channel,
  status,
  receivedAt,
  recordedAfterMs,
});

/** An evaluation is stamped with its scheduled time and may run a little later, when it already sees the fault. */
export const STAMP_LAG_MS: Milliseconds = 50;

/** Marks what began before the fault; without a fault everything did. */
function beforeInjection(lines: readonly JournalLine[], injectedAt: Milliseconds | undefined): HistoryParts['before'] {
  const baseline = new Set(
    lines.flatMap((line) =>
      line.type === 'baseline' ? line.alerts.map((a) => `${a.alertname}${labelKey(withoutName(a.labels))}`) : [],
    ),
  );
  return (alertname, labels, start) => {
    if (injectedAt === undefined) return true;
    if (start === undefined) return baseline.has(`${alertname}${labelKey(withoutName(labels))}`);
    return start < injectedAt - STAMP_LAG_MS;
  };
}
