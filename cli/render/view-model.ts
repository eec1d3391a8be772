import { hasLabels, type Labels, labelKey } from '../../core/labels.js';
import type { Progress } from '../../core/progress.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation, Outcome, Phase } from '../../scenarios/model.js';
import type { JournalLine, RunStarted } from '../../scenarios/record/events.js';
import type { Channel } from '../../stack/alerting/model.js';

/** Everything that a renderer is told. */
export type RenderEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'line'; readonly line: JournalLine }
  | { readonly kind: 'note'; readonly text: string; readonly severity: 'info' | 'warning' };

/** What a person watching is to see. Times named `since` and `endedAt` are monotonic ms of this process. */
export interface View {
  readonly title: string;
  readonly startedAt: Milliseconds;
  readonly steps: readonly Step[];
  readonly phases: readonly PhaseView[];
  readonly waiting?: Waiting;
  readonly notes: readonly Note[];
  readonly expectations: readonly ExpectationView[];
  /** Moment of the fault, epoch ms on the engine's clock. */
  readonly injectedAt?: Milliseconds;
  readonly receipts: readonly Delivery[];
  readonly outcome?: Outcome;
}

/** A step of deploying or removing. */
export interface Step extends Progress {
  readonly since: Milliseconds;
  readonly endedAt?: Milliseconds;
}

export interface PhaseView {
  readonly phase: Phase;
  readonly since: Milliseconds;
  readonly endedAt?: Milliseconds;
}

export interface Waiting {
  readonly for: string;
  readonly since: Milliseconds;
  readonly limitMs?: Milliseconds;
}

export interface Note {
  readonly text: string;
  readonly severity: 'info' | 'warning';
}

/** An expectation and what was seen of it since the fault. What counts is decided by the judge, at the end. */
export interface ExpectationView {
  readonly expectation: Expectation;
  readonly floorMs?: Milliseconds;
  readonly ceilingMs?: Milliseconds;
  /** State of each alert that fits, by its labels. */
  readonly states: Readonly<Record<string, 'pending' | 'firing'>>;
  readonly fired: boolean;
  readonly fingerprints: readonly string[];
  readonly mutedBy: readonly string[];
}

/** A message's word about one alert. */
export interface Delivery {
  readonly channel: Channel;
  readonly status: 'firing' | 'resolved';
  readonly alertname: string;
  readonly fingerprint: string;
  readonly receivedAt: Milliseconds;
}

/** The view before anything was told. */
export const emptyView = (title: string, now: Milliseconds): View => ({
  title,
  startedAt: now,
  steps: [],
  phases: [],
  notes: [],
  expectations: [],
  receipts: [],
});

/** The view after one more event, which was told at `now` (monotonic). */
export function reduce(view: View, event: RenderEvent, now: Milliseconds): View {
  switch (event.kind) {
    case 'progress':
      return { ...view, steps: withStep(view.steps, event.progress, now) };
    case 'note':
      return { ...view, notes: [...view.notes, { text: event.text, severity: event.severity }] };
    case 'line':
      return reduceLine(view, event.line, now);
  }
}

function withStep(steps: readonly Step[], progress: Progress, now: Milliseconds): readonly Step[] {
  const index = steps.findIndex((step) => step.subject === progress.subject);
  const before = steps[index];
  // The clock of a step runs on while its status is the same; the limit counts from the status' beginning.
  const since = before !== undefined && before.status === progress.status ? before.since : now;
  const step: Step = { ...progress, since, ...(isOver(progress.status) ? { endedAt: now } : {}) };
  return before === undefined ? [...steps, step] : steps.with(index, step);
}

/** True where nothing more is expected of a step. */
export const isOver = (status: Progress['status']): boolean =>
  status === 'done' || status === 'unchanged' || status === 'failed';

function reduceLine(view: View, line: JournalLine, now: Milliseconds): View {
  switch (line.type) {
    case 'run-started':
      return {
        ...view,
        title: `${line.scenario.name}: ${line.scenario.title}, stack ${line.stack}, run ${line.run}`,
        expectations: line.scenario.expect.map((expectation) => expected(expectation, line)),
      };
    case 'phase':
      return withPhase(view, line, now);
    case 'waiting':
      return {
        ...view,
        waiting: { for: line.for, since: now, ...(line.limitMs === undefined ? {} : { limitMs: line.limitMs }) },
      };
    case 'note':
      return { ...view, notes: [...view.notes, { text: line.text, severity: line.severity }] };
    case 'undo':
      return line.status === 'undoing' ? { ...view, waiting: { for: 'the fault to be undone', since: now } } : view;
    case 'proof':
      return line.proof.at === undefined ? view : { ...view, injectedAt: line.proof.at };
    case 'alert':
      return mapFitting(view, line, (seen) => withState(seen, line.labels, line.state));
    case 'notification-state':
      return mapFitting(view, line, (seen) => ({
        ...seen,
        fingerprints: [...new Set([...seen.fingerprints, line.fingerprint])],
        mutedBy: line.state === 'suppressed' ? line.inhibitedBy : seen.mutedBy,
      }));
    case 'receipt':
      return { ...view, receipts: [...view.receipts, ...deliveries(line)] };
    case 'run-ended': {
      const { waiting: _over, ...rest } = view;
      return { ...rest, outcome: line.outcome };
    }
    default:
      return view;
  }
}

function expected(expectation: Expectation, started: RunStarted): ExpectationView {
  const bounds = started.bounds[expectation.id]?.inForce;
  return {
    expectation,
    ...(bounds ? { floorMs: bounds.floorMs, ceilingMs: bounds.ceilingMs } : {}),
    states: {},
    fired: false,
    fingerprints: [],
    mutedBy: [],
  };
}

function withPhase(view: View, line: JournalLine & { type: 'phase' }, now: Milliseconds): View {
  const { waiting: _over, ...rest } = view;
  if (line.status === 'ended')
    return {
      ...rest,
      phases: view.phases.map((p) => (p.phase === line.phase && p.endedAt === undefined ? { ...p, endedAt: now } : p)),
    };
  const phases = [...view.phases, { phase: line.phase, since: now }];
  return line.phase === 'inject' ? { ...rest, phases, injectedAt: line.at } : { ...rest, phases };
}

// Alerts from before the fault are no answer to it.
function mapFitting(
  view: View,
  alert: { readonly alertname: string; readonly labels: Labels },
  change: (seen: ExpectationView) => ExpectationView,
): View {
  if (view.injectedAt === undefined) return view;
  const expectations = view.expectations.map((seen) => (fits(seen.expectation, alert) ? change(seen) : seen));
  return { ...view, expectations };
}

const fits = (expectation: Expectation, alert: { readonly alertname: string; readonly labels: Labels }) =>
  expectation.alert === alert.alertname && hasLabels(alert.labels, expectation.labels);

function withState(seen: ExpectationView, labels: Labels, state: 'pending' | 'firing' | 'inactive'): ExpectationView {
  const { [labelKey(labels)]: _before, ...others } = seen.states;
  if (state === 'inactive') return { ...seen, states: others };
  return { ...seen, states: { ...others, [labelKey(labels)]: state }, fired: seen.fired || state === 'firing' };
}

const deliveries = (line: JournalLine & { type: 'receipt' }): readonly Delivery[] =>
  line.alerts.map(({ status, alertname, fingerprint }) => ({
    channel: line.channel,
    status,
    alertname,
    fingerprint,
    receivedAt: line.receivedAt,
  }));
