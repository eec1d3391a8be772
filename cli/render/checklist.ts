import { formatSpan } from '../../core/duration.js';
import { formatLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { channelNames } from '../../scenarios/language/sentences.js';
import type { Expectation } from '../../scenarios/model/scenario.js';
import type { AlertHistory, ExpectationStory, Story } from '../../scenarios/story/story.js';

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

/** What arrived via one channel; times are ms from the fault. */
export interface ChannelItem {
  readonly channel: string;
  readonly firingMs?: Milliseconds;
  readonly resolvedMs?: Milliseconds;
}

/** The checklist as far as the story goes. The judge decides what counts, at the end. */
export const checklist = ({ expectations }: Story): readonly ChecklistItem[] => expectations.map(item);

function item(story: ExpectationStory): ChecklistItem {
  const { expectation, bounds } = story;
  const { floorMs, ceilingMs } = bounds?.inForce ?? {};
  return {
    id: expectation.id,
    alert: alertTitle(expectation),
    expected: describeExpectation({ expectation, floorMs, ceilingMs }),
    state: stateOf(story.histories),
    channels: expectation.notified.map((channel) => delivery(story, channel)),
  };
}

/** The alert's name with the expected labels. */
export const alertTitle = ({ alert, labels }: Pick<Expectation, 'alert' | 'labels'>): string =>
  Object.keys(labels).length === 0 ? alert : `${alert} ${formatLabels(labels)}`;

/** An expectation, and the times between which it is due. */
export interface DueExpectation {
  readonly expectation: Expectation;
  readonly floorMs?: Milliseconds | undefined;
  readonly ceilingMs?: Milliseconds | undefined;
}

/** `fires and is notified via e-mail and Slack between 3.2 s and 8.5 s after the fault, then resolves`. */
export function describeExpectation({ expectation, floorMs, ceilingMs }: DueExpectation): string {
  const { notified, inhibitedBy, after = 'the fault', afterAlert, resolves } = expectation;
  const order = afterAlert === undefined ? '' : ` after ${afterAlert}`;
  if (inhibitedBy !== undefined) return `${order === '' ? '' : `fires${order} and `}is muted by ${inhibitedBy}`;
  const fires = notified.length === 0 ? `fires${order}` : `fires${order} and is notified via ${channelNames(notified)}`;
  const when =
    floorMs === undefined || ceilingMs === undefined
      ? ''
      : ` between ${formatSpan(floorMs)} and ${formatSpan(ceilingMs)} after ${after}`;
  return `${fires}${when}${resolves ? ', then resolves' : ''}`;
}

function stateOf(histories: readonly AlertHistory[]): ChecklistItem['state'] {
  const open = histories.filter(({ endedAt, resolvedAt }) => endedAt === undefined && resolvedAt === undefined);
  if (open.some(({ inhibitedBy }) => inhibitedBy.length > 0)) return 'muted';
  if (open.some(({ firingAt }) => firingAt !== undefined)) return 'firing';
  if (open.length > 0) return 'pending';
  return histories.some(({ firingAt }) => firingAt !== undefined) ? 'resolved' : 'waiting';
}

function delivery({ firing, resolved, injectedAt }: ExpectationStory, channel: string): ChannelItem {
  const after = (receipts: ExpectationStory['firing']) => {
    const receipt = receipts.find((one) => one.channel === channel);
    return receipt === undefined || injectedAt === undefined ? undefined : receipt.receivedAt - injectedAt;
  };
  const [firingMs, resolvedMs] = [after(firing), after(resolved)];
  return {
    channel,
    ...(firingMs === undefined ? {} : { firingMs }),
    ...(resolvedMs === undefined ? {} : { resolvedMs }),
  };
}
