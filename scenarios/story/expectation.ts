import { hasLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation } from '../model/scenario.js';
import type { JournalLine, RunStarted } from '../record/events.js';
import { STAMP_LAG_MS } from './alerts.js';
import { budgetOf } from './bounds.js';
import { defined } from './defined.js';
import { ruleSamples } from './samples.js';
import { detectionStages, recoveryStages } from './stages.js';
import type { AlertHistory, ExpectationStory, FaultStory, ReceiptOfAlert } from './story.js';

/** What the story of an expectation is built from. */
export interface ExpectationParts {
  readonly started: RunStarted;
  readonly faults: readonly FaultStory[];
  readonly alerts: readonly AlertHistory[];
  readonly lines: readonly JournalLine[];
}

/** What became of an expectation. */
export function expectationStory(expectation: Expectation, parts: ExpectationParts): ExpectationStory {
  const { started, alerts } = parts;
  const fault = faultOf(expectation, parts.faults);
  const bounds = started.bounds[expectation.id];
  const since = alerts.filter((history) => beganAfter(history, fault?.injectedAt));
  const named = since.filter(({ alertname }) => alertname === expectation.alert);
  const histories = named.filter(({ labels }) => hasLabels(labels, expectation.labels));
  const fired = histories.filter(({ firingAt }) => firingAt !== undefined);
  const history = fired[0] ?? histories[0];
  const nearest = nearestOther(named, expectation, started.scenario.expect);
  // An alert with the wrong labels was still notified: its messages are evidence.
  const about = history ?? nearest;
  const firing = firstOfEach(about, 'firing', expectation);
  const resolved = firstOfEach(about, 'resolved', expectation);
  const base = {
    expectation,
    earliestMs: (expectation.notBeforeMs ?? 0) / started.speed,
    histories,
    fired,
    firing,
    resolved,
    ...defined({
      fault,
      injectedAt: fault?.injectedAt,
      undoneAt: fault?.undoneAt,
      bounds,
      rule: started.rules[expectation.id],
      budgetMs: budgetOf(expectation, started.speed, bounds),
      history,
      nearest,
      notifiedAt: allArrived(about, firing, expectation),
      resolutionNotifiedAt: latest(resolved.length < expectation.notified.length ? [] : resolved),
    }),
  };
  return { ...base, ...waysOf(base, parts.lines) };
}

/** The fault that an expectation counts from: the one that it names, otherwise the first of the timeline. */
export function faultOf({ after }: Pick<Expectation, 'after'>, faults: readonly FaultStory[]): FaultStory | undefined {
  if (after !== undefined) return faults.find(({ spec }) => spec.id === after);
  return faults.toSorted((a, b) => a.spec.atMs - b.spec.atMs)[0];
}

// Nothing counts before the first fault, nor before the expectation's own fault.
function beganAfter({ before, pendingAt, firingAt }: AlertHistory, injectedAt: Milliseconds | undefined): boolean {
  if (before) return false;
  const start = pendingAt ?? firingAt;
  return injectedAt === undefined || start === undefined || start >= injectedAt - STAMP_LAG_MS;
}

/** The alert with this name that fired and whose labels are nearest to the expected ones, unless another expectation is about it. */
function nearestOther(
  named: readonly AlertHistory[],
  expectation: Expectation,
  all: readonly Expectation[],
): AlertHistory | undefined {
  const others = all.filter(({ id, alert }) => id !== expectation.id && alert === expectation.alert);
  const differences = ({ labels }: AlertHistory) =>
    Object.entries(expectation.labels).filter(([name, value]) => labels[name] !== value).length;
  return named
    .filter(({ firingAt, labels }) => firingAt !== undefined && !hasLabels(labels, expectation.labels))
    .filter(({ labels }) => !others.some((other) => hasLabels(labels, other.labels)))
    .toSorted((a, b) => differences(a) - differences(b))[0];
}

function firstOfEach(
  history: AlertHistory | undefined,
  status: ReceiptOfAlert['status'],
  { notified }: Expectation,
): readonly ReceiptOfAlert[] {
  const receipts = (history?.receipts ?? []).filter((receipt) => receipt.status === status);
  return notified.flatMap((channel) => receipts.find((receipt) => receipt.channel === channel) ?? []);
}

function allArrived(
  history: AlertHistory | undefined,
  firing: readonly ReceiptOfAlert[],
  { notified }: Expectation,
): Milliseconds | undefined {
  if (notified.length === 0) return history?.receipts.find(({ status }) => status === 'firing')?.receivedAt;
  return firing.length < notified.length ? undefined : latest(firing);
}

const latest = (receipts: readonly ReceiptOfAlert[]): Milliseconds | undefined =>
  receipts.length === 0 ? undefined : Math.max(...receipts.map(({ receivedAt }) => receivedAt));

type Base = Omit<ExpectationStory, 'detection' | 'recovery'>;

function waysOf(story: Base, lines: readonly JournalLine[]): Pick<ExpectationStory, 'detection' | 'recovery'> {
  const { injectedAt, undoneAt, bounds, rule } = story;
  const history = story.history ?? story.nearest;
  if (injectedAt === undefined || !history) return { detection: [], recovery: [] };
  const samples = rule && ruleSamples(rule.expr, lines);
  const firstBadAt = samples?.firstBad(injectedAt);
  const detection = detectionStages(
    {
      injectedAt,
      // A sample taken after the rule became true did not make it true.
      firstBadAt: firstBadAt !== undefined && firstBadAt <= (history.pendingAt ?? Infinity) ? firstBadAt : undefined,
      pendingAt: history.pendingAt,
      firingAt: history.firingAt,
      receivedAt: history.receivedAt,
      notifiedAt: latest(story.firing),
    },
    bounds,
  );
  if (undoneAt === undefined) return { detection, recovery: [] };
  const firstGoodAt = samples?.firstGood(injectedAt, undoneAt);
  const recovery = recoveryStages(
    {
      undoneAt,
      firstGoodAt: firstGoodAt !== undefined && firstGoodAt <= (history.resolvedAt ?? 0) ? firstGoodAt : undefined,
      resolvedAt: history.resolvedAt,
      notifiedAt: latest(story.resolved),
    },
    bounds?.back,
  );
  return { detection, recovery };
}
