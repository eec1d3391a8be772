import { groupBy } from '../../core/group.js';
import { hasLabels, type Labels, labelKey } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../record/events.js';
import type { AlertHistory, ReceiptOfAlert, Timeline } from '../record/record.js';
import { type Episode, episodesOf, withoutName } from './episodes.js';
import { type Held, heldAlerts, type Message, messagesOf } from './held.js';
import { injectedAtOf, undoneAtOf } from './moments.js';

/**
 * The pipeline's moments, joined from what Prometheus, Alertmanager and the inbox said. Pure and linear in the number of lines; every
 * prefix of a journal has a timeline.
 *
 * An alert is identified by group, name and labels in Prometheus, by fingerprint and `startsAt` in Alertmanager, and by those two in a
 * message. The join of the first two: the same name, Alertmanager's labels hold Prometheus' labels (external labels such as `stack` come on
 * top), and `startsAt`, which is Prometheus' moment of firing, lies within the episode.
 */
export function buildTimeline(lines: readonly JournalLine[]): Timeline {
  const injectedAt = injectedAtOf(lines);
  const undoneAt = undoneAtOf(lines, injectedAt);
  const held = heldAlerts(lines);
  const episodes = episodesOf(lines);
  const messages = messagesOf(lines);
  const before = beforeInjection(lines, injectedAt);
  const pairs = join(episodes, held);
  const joined = new Set(pairs.map(([, one]) => one));
  const all: (readonly [Episode | undefined, Held | undefined])[] = [
    ...pairs,
    ...held.filter((one) => !joined.has(one)).map((one) => [undefined, one] as const),
  ];
  const alerts = all.map(([episode, one]) => toHistory(episode, one, { messages, before }));
  return {
    ...(injectedAt === undefined ? {} : { injectedAt }),
    ...(undoneAt === undefined ? {} : { undoneAt }),
    alerts: alerts.sort((a, b) => startOf(a) - startOf(b)),
  };
}

const startOf = ({ pendingAt, firingAt, receivedAt }: AlertHistory): Milliseconds => pendingAt ?? firingAt ?? receivedAt ?? 0;

type Join = readonly (readonly [Episode, Held | undefined])[];

// Alertmanager's alerts find their episode, not the other way round: one that Prometheus fired before the recording began has none.
function join(episodes: readonly Episode[], held: readonly Held[]): Join {
  const byName = groupBy(episodes, ({ alertname }) => alertname);
  const found = new Map<Episode, Held>();
  for (const one of held) {
    const candidates = (byName.get(one.alertname) ?? []).filter(
      (episode) => !found.has(episode) && hasLabels(one.labels, episode.labels) && covers(episode, one.startsAt),
    );
    // The most labels in common: {service} must not take what belongs to {service, instance}.
    const [best] = candidates.sort((a, b) => size(b.labels) - size(a.labels) || distance(a, one) - distance(b, one));
    if (best) found.set(best, one);
  }
  return episodes.map((episode) => [episode, found.get(episode)] as const);
}

const size = (labels: Labels): number => Object.keys(labels).length;
const distance = (episode: Episode, { startsAt }: Held): Milliseconds =>
  Math.abs((episode.firingAt ?? episode.from) - startsAt);
const covers = (episode: Episode, at: Milliseconds): boolean => at >= episode.from - 1 && at <= (episode.until ?? Infinity);

interface HistoryParts {
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  readonly before: (alertname: string, labels: Labels, start: Milliseconds | undefined) => boolean;
}

function toHistory(episode: Episode | undefined, held: Held | undefined, { messages, before }: HistoryParts): AlertHistory {
  const alertname = episode?.alertname ?? held?.alertname ?? '';
  const labels = withoutName(held?.labels ?? episode?.labels ?? {});
  const carried =
    held === undefined ? [] : (messages.get(held.fingerprint) ?? []).filter(({ startsAt }) => near(startsAt, held.startsAt));
  // startsAt is Prometheus' own moment of firing; what the poll saw is up to one poll later.
  const firingAt = held?.startsAt ?? episode?.firingAt;
  const resolvedAt = resolutionOf(episode, held, carried);
  const own = {
    group: episode?.group,
    fingerprint: held?.fingerprint,
    startsAt: held?.startsAt,
    pendingAt: episode?.pendingAt,
    firingAt,
    receivedAt: held?.seenAt,
    resolvedAt,
    endedAt: episode?.until,
  };
  return {
    alertname,
    labels,
    ...defined(own),
    inhibitedBy: held?.inhibitedBy ?? [],
    silenced: held?.silenced ?? false,
    receivers: held?.receivers ?? [],
    receipts: carried.map(toReceipt),
    before: before(alertname, episode?.labels ?? labels, episode?.pendingAt ?? firingAt),
  };
}

// Alertmanager writes nanoseconds in messages and milliseconds in its API.
const near = (a: Milliseconds, b: Milliseconds): boolean => Math.abs(a - b) <= 1;

function resolutionOf(
  episode: Episode | undefined,
  held: Held | undefined,
  carried: readonly Message[],
): Milliseconds | undefined {
  const told = carried.find(({ status, endsAt }) => status === 'resolved' && endsAt !== undefined)?.endsAt;
  // While Prometheus lists it, it has not resolved: Alertmanager also calls an alert resolved when Prometheus falls silent.
  if (episode && episode.until === undefined) return undefined;
  if (!held && episode?.firingAt === undefined) return undefined;
  return told ?? episode?.until ?? held?.goneAt;
}

const toReceipt = ({ message, channel, status, receivedAt, recordedAfterMs }: Message): ReceiptOfAlert => ({
  message,
  channel,
  status,
  receivedAt,
  recordedAfterMs,
});

// An evaluation is stamped with its planned moment and may run a little later, when it already sees the fault.
const STAMP_LAG_MS: Milliseconds = 50;

/** Tells what began before the fault; without a fault everything did. */
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

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends object>(parts: T): Defined<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Defined<T>;
