import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, channelName, listText } from '../language/sentences.js';
import type { Finding, VerdictResult } from '../model/verdict.js';
import type { AlertHistory, ExpectationStory, Story } from '../story/story.js';
import { type Aspect, type Judged, withAspects, worst } from './aspects.js';
import { type Delivery, judgeDelivery } from './delivery.js';
import { judgeFlapping } from './flapping.js';
import { judgeNotFired } from './not-fired.js';
import { judgeOrder } from './order.js';
import { judgeAnnotations, judgeGrouping, judgeRendering } from './payload.js';
import { judgeResolution } from './resolution.js';
import { judgeRunbook } from './runbook.js';

/** Judges "fires, is notified in time, resolves". */
export function judgeFired(story: Story, expected: ExpectationStory): Judged {
  // The name stands for any of its alerts: the best result counts, the earliest among equals.
  const [best] = expected.fired
    .map((history) => judgeAlert(story, expected, history))
    .sort((a, b) => RANK[a.result] - RANK[b.result]);
  if (!best) return judgeNotFired(story, expected);
  // All of them must resolve, and stay so.
  return withAspects(best, [
    judgeFlapping(story, expected),
    ...(expected.expectation.resolves ? [judgeResolution(story, expected)] : []),
  ]);
}

const RANK: Readonly<Record<VerdictResult, number>> = { met: 0, unknown: 1, missed: 2 };

/** What was awaited, and when it came. */
interface Arrival {
  readonly what: string;
  readonly afterMs: Milliseconds;
}

function judgeAlert(story: Story, expected: ExpectationStory, history: AlertHistory): Judged {
  const { injectedAt = 0, expectation } = expected;
  const deliveries = expectation.notified.map((channel) => judgeDelivery(story, expected, { history, channel }));
  const firedAfterMs = (history.firingAt ?? injectedAt) - injectedAt;
  const arrivals =
    deliveries.length === 0
      ? [{ what: 'fired', afterMs: firedAfterMs }]
      : deliveries.flatMap(({ channel, at }) =>
          at === undefined ? [] : [{ what: `arrived via ${channelName(channel)}`, afterMs: at - injectedAt }],
        );
  const aspects = [
    ...deliveries,
    judgeTiming(expected, arrivals),
    judgeOrder(story, expected, history),
    judgeAnnotations(expectation, history),
    judgeRunbook(story, expectation, history),
    ...(expectation.notified.length === 0
      ? []
      : [judgeRendering(story, expectation, history), judgeGrouping(story, expectation, history)]),
  ];
  return {
    result: worst(aspects.map(({ result }) => result)),
    value: listText([
      `fired after ${formatSpan(firedAfterMs)}`,
      ...deliveries.map((delivery) => deliveryText(delivery, injectedAt)),
    ]),
    ...(arrivals.length === 0 ? {} : { valueMs: Math.max(...arrivals.map(({ afterMs }) => afterMs)) }),
    findings: aspects.flatMap(({ findings }) => findings),
    histories: [history],
  };
}

function deliveryText({ channel, at, result }: Delivery, injectedAt: Milliseconds): string {
  const name = channelName(channel);
  if (at !== undefined) return `${name} after ${formatSpan(at - injectedAt)}`;
  return result === 'unknown' ? `${name} unknown` : `nothing via ${name}`;
}

// The last arrival decides about late, the first about early.
function judgeTiming(
  { expectation: { alert, labels }, budgetMs, earliestMs }: ExpectationStory,
  arrivals: readonly Arrival[],
): Aspect {
  const name = alertText(alert, labels);
  const findings = arrivals.flatMap(({ what, afterMs }): Finding[] => {
    const took = `${name} ${what} after ${formatSpan(afterMs)}`;
    if (budgetMs !== undefined && afterMs > budgetMs)
      return [
        {
          id: 'late',
          alert,
          message: `${took}, ${formatSpan(afterMs - budgetMs)} later than the ${formatSpan(budgetMs)} allowed`,
        },
      ];
    if (afterMs < earliestMs)
      return [{ id: 'early', alert, message: `${took}, before the ${formatSpan(earliestMs)} it must wait` }];
    return [];
  });
  return { result: findings.length > 0 ? 'missed' : 'met', findings };
}
