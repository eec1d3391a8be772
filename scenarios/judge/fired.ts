import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, CHANNEL_NAMES, listText } from '../language/sentences.js';
import type { Expectation, Finding, VerdictResult } from '../model.js';
import type { AlertHistory } from '../record/record.js';
import { budgetOf } from '../story/bounds.js';
import { type Delivery, judgeDelivery } from './delivery.js';
import { firedAsExpected, type Hearing, type Judged, type Piece, worst } from './hearing.js';
import { judgeNotFired } from './not-fired.js';
import { judgeResolution } from './resolution.js';

/** Judges "fires, is notified in time, resolves". */
export function judgeFired(hearing: Hearing, expectation: Expectation): Judged {
  const fired = firedAsExpected(hearing, expectation);
  // The name stands for any of its alerts: the one that did best counts, the earliest among equals.
  const [best] = fired
    .map((history) => judgeAlert(hearing, expectation, history))
    .sort((a, b) => RANK[a.result] - RANK[b.result]);
  if (!best) return judgeNotFired(hearing, expectation);
  if (!expectation.resolves) return best;
  // All of them must go away again.
  const resolution = judgeResolution(hearing, expectation, fired);
  return {
    ...best,
    result: worst([best.result, resolution.result]),
    value: [best.value, resolution.value].join('; '),
    findings: [...best.findings, ...resolution.findings],
  };
}

const RANK: Readonly<Record<VerdictResult, number>> = { met: 0, unknown: 1, missed: 2 };

/** What was waited for, and when it came. */
interface Arrival {
  readonly what: string;
  readonly afterMs: Milliseconds;
}

function judgeAlert(hearing: Hearing, expectation: Expectation, history: AlertHistory): Judged {
  const { injectedAt = 0 } = hearing;
  const deliveries = expectation.notified.map((channel) => judgeDelivery(hearing, expectation, history, channel));
  const firedAfterMs = (history.firingAt ?? injectedAt) - injectedAt;
  const arrivals =
    deliveries.length === 0
      ? [{ what: 'fired', afterMs: firedAfterMs }]
      : deliveries.flatMap(({ channel, at }) =>
          at === undefined ? [] : [{ what: `arrived by ${CHANNEL_NAMES[channel]}`, afterMs: at - injectedAt }],
        );
  const timing = judgeTiming(hearing, expectation, arrivals);
  const pieces = [...deliveries, timing];
  return {
    result: worst(pieces.map(({ result }) => result)),
    value: listText([
      `fired after ${formatSpan(firedAfterMs)}`,
      ...deliveries.map((delivery) => deliveryText(delivery, injectedAt)),
    ]),
    ...(arrivals.length === 0 ? {} : { valueMs: Math.max(...arrivals.map(({ afterMs }) => afterMs)) }),
    findings: pieces.flatMap(({ findings }) => findings),
    histories: [history],
  };
}

function deliveryText({ channel, at, result }: Delivery, injectedAt: Milliseconds): string {
  const name = CHANNEL_NAMES[channel];
  if (at !== undefined) return `${name} after ${formatSpan(at - injectedAt)}`;
  return result === 'unknown' ? `${name} unknown` : `nothing by ${name}`;
}

// Late is whatever comes last, early whatever comes first.
function judgeTiming({ started }: Hearing, expectation: Expectation, arrivals: readonly Arrival[]): Piece {
  const { alert, labels, notBeforeMs } = expectation;
  const name = alertText(alert, labels);
  const budgetMs = budgetOf(expectation, started.speed, started.bounds[expectation.id]);
  const earliestMs = notBeforeMs === undefined ? 0 : notBeforeMs / started.speed;
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
