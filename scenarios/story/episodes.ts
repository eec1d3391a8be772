import { type Labels, labelKey } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../record/events.js';

/** One stay of an alert in Prometheus' list: from pending (or firing, without `for`) until it is gone. */
export interface Episode {
  readonly group: string;
  readonly alertname: string;
  /** Without `alertname` and without external labels. */
  readonly labels: Labels;
  /** Earliest time at which it can have begun. */
  readonly from: Milliseconds;
  /** Prometheus' own timestamp of the first true evaluation. */
  readonly activeAt?: Milliseconds;
  /** `activeAt`, or when it was seen. */
  readonly pendingAt: Milliseconds;
  /** When it was first seen firing. */
  readonly firingAt?: Milliseconds;
  /** As last seen, pending or firing. */
  readonly annotations?: Labels;
  /** When it was seen to be gone. */
  readonly until?: Milliseconds;
}

type AlertLine = Extract<JournalLine, { type: 'alert' }>;
type Open = { -readonly [K in keyof Episode]: Episode[K] };

/** The labels without the alert's name, which some sources include. */
export function withoutName(labels: Labels): Labels {
  const { alertname: _name, ...rest } = labels;
  return rest;
}

/** Cuts the changes of state in Prometheus into episodes. The same name in two groups is two alerts. */
export function episodesOf(lines: readonly JournalLine[]): readonly Episode[] {
  const episodes: Open[] = [];
  const open = new Map<string, Open>();
  for (const line of lines) {
    if (line.type !== 'alert') continue;
    const key = `${line.group}\n${line.alertname}\n${labelKey(withoutName(line.labels))}`;
    const current = open.get(key);
    if (line.state === 'inactive') {
      if (current) current.until = line.at;
      open.delete(key);
      continue;
    }
    const episode = current && continues(current, line) ? current : begin(line, current);
    if (episode !== current) episodes.push(episode);
    open.set(key, episode);
    if (line.state === 'firing') episode.firingAt ??= line.at;
    if (line.annotations) episode.annotations = line.annotations;
  }
  return episodes;
}

// Prometheus keeps `activeAt` for as long as an alert lives, and never goes from firing back to pending: either means that an end was missed.
function continues(current: Open, line: AlertLine): boolean {
  if (current.firingAt !== undefined && line.state === 'pending') return false;
  return line.activeAt === undefined || current.activeAt === undefined || Math.abs(line.activeAt - current.activeAt) <= 1;
}

function begin(line: AlertLine, previous: Open | undefined): Open {
  const pendingAt = line.activeAt ?? line.at;
  // Its end was missed; it can only have been earlier.
  if (previous) previous.until = pendingAt;
  return {
    group: line.group,
    alertname: line.alertname,
    labels: withoutName(line.labels),
    from: line.activeAt ?? previous?.until ?? 0,
    pendingAt,
    ...(line.activeAt === undefined ? {} : { activeAt: line.activeAt }),
  };
}
