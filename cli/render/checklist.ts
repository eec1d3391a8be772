import { formatSpan } from '../../core/duration.js';
import { formatLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation } from '../../scenarios/model.js';
import type { Channel } from '../../stack/alerting/model.js';
import type { ExpectationView, View } from './view-model.js';

/** One expectation as a line of the checklist. */
export interface ChecklistItem {
  readonly id: string;
  /** `DatabaseDown {service="db"}`. */
  readonly alert: string;
  /** What should happen, in words. */
  readonly expected: string;
  readonly state: 'waiting' | 'pending' | 'firing' | 'muted' | 'resolved';
  readonly channels: readonly ChannelItem[];
}

/** What came by one channel; times are ms from the fault. */
export interface ChannelItem {
  readonly channel: Channel;
  readonly firingMs?: Milliseconds;
  readonly resolvedMs?: Milliseconds;
}

/** The checklist as the view knows it now. */
export const checklist = (view: View): readonly ChecklistItem[] => view.expectations.map((seen) => item(view, seen));

function item(view: View, seen: ExpectationView): ChecklistItem {
  const { expectation } = seen;
  return {
    id: expectation.id,
    alert: alertTitle(expectation),
    expected: describeExpectation(seen),
    state: stateOf(seen),
    channels: expectation.notified.map((channel) => delivery(view, seen, channel)),
  };
}

/** The alert's name with the labels that are asked for. */
export const alertTitle = ({ alert, labels }: Pick<Expectation, 'alert' | 'labels'>): string =>
  Object.keys(labels).length === 0 ? alert : `${alert} ${formatLabels(labels)}`;

/** `fires and is notified by email, slack between 3.2 s and 8.5 s after the fault, then resolves`. */
export function describeExpectation(seen: Pick<ExpectationView, 'expectation' | 'floorMs' | 'ceilingMs'>): string {
  const { expectation, floorMs, ceilingMs } = seen;
  if (expectation.inhibitedBy !== undefined) return `is muted by ${expectation.inhibitedBy}`;
  const fires = expectation.notified.length === 0 ? 'fires' : `fires and is notified by ${expectation.notified.join(', ')}`;
  const when =
    floorMs === undefined || ceilingMs === undefined
      ? ''
      : ` between ${formatSpan(floorMs)} and ${formatSpan(ceilingMs)} after the fault`;
  return `${fires}${when}${expectation.resolves ? ', then resolves' : ''}`;
}

function stateOf(seen: ExpectationView): ChecklistItem['state'] {
  const states = Object.values(seen.states);
  if (states.length > 0 && seen.mutedBy.length > 0) return 'muted';
  if (states.includes('firing')) return 'firing';
  if (states.includes('pending')) return 'pending';
  return seen.fired ? 'resolved' : 'waiting';
}

// A message may come before Alertmanager was asked, so it is matched here and not when it comes.
function delivery(view: View, seen: ExpectationView, channel: Channel): ChannelItem {
  const at = (status: 'firing' | 'resolved') => {
    const found = view.receipts.find(
      (r) => r.channel === channel && r.status === status && seen.fingerprints.includes(r.fingerprint),
    );
    return found === undefined || view.injectedAt === undefined ? undefined : found.receivedAt - view.injectedAt;
  };
  const [firingMs, resolvedMs] = [at('firing'), at('resolved')];
  return {
    channel,
    ...(firingMs === undefined ? {} : { firingMs }),
    ...(resolvedMs === undefined ? {} : { resolvedMs }),
  };
}
