import type { Progress } from '../../core/progress.js';
import type { Milliseconds } from '../../core/time.js';
import type { Outcome } from '../../scenarios/model/verdict.js';
import type { JournalLine, Phase } from '../../scenarios/record/events.js';
import { buildRecord } from '../../scenarios/record/record.js';
import type { Story } from '../../scenarios/story/story.js';
import { tell } from '../../scenarios/story/tell.js';

/** Everything that a renderer receives. */
export type RenderEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'line'; readonly line: JournalLine }
  | { readonly kind: 'note'; readonly text: string; readonly severity: 'info' | 'warning' };

/** What somebody watching should see. Times named `since` and `endedAt` are monotonic ms of this process. */
export interface View {
  readonly title: string;
  readonly startedAt: Milliseconds;
  readonly steps: readonly Step[];
  readonly phases: readonly PhaseView[];
  readonly waiting?: Waiting;
  readonly notes: readonly Note[];
  /** The run so far; its story gives it meaning. */
  readonly lines: readonly JournalLine[];
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

/** The view before the first event. */
export const emptyView = (title: string, now: Milliseconds): View => ({
  title,
  startedAt: now,
  steps: [],
  phases: [],
  notes: [],
  lines: [],
});

/** What has happened in the run so far; `undefined` before its first line. */
export const storyOf = ({ lines }: View): Story | undefined => (lines.length === 0 ? undefined : tell(buildRecord(lines)));

/** The view after one more event, received at `now` (monotonic). */
export function reduce(view: View, event: RenderEvent, now: Milliseconds): View {
  switch (event.kind) {
    case 'progress':
      return { ...view, steps: withStep(view.steps, event.progress, now) };
    case 'note':
      return { ...view, notes: [...view.notes, { text: event.text, severity: event.severity }] };
    case 'line':
      return reduceLine({ ...view, lines: [...view.lines, event.line] }, event.line, now);
  }
}

function withStep(steps: readonly Step[], progress: Progress, now: Milliseconds): readonly Step[] {
  const index = steps.findIndex((step) => step.subject === progress.subject);
  const before = steps[index];
  // The clock of a step keeps running while its status is the same; the limit counts from the beginning of the status.
  const since = before !== undefined && before.status === progress.status ? before.since : now;
  const step: Step = { ...progress, since, ...(isOver(progress.status) ? { endedAt: now } : {}) };
  return before === undefined ? [...steps, step] : steps.with(index, step);
}

/** True if nothing more is expected of a step. */
export const isOver = (status: Progress['status']): boolean =>
  status === 'done' || status === 'unchanged' || status === 'failed';

function reduceLine(view: View, line: JournalLine, now: Milliseconds): View {
  switch (line.type) {
    case 'run-started':
      return { ...view, title: `${line.scenario.name}: ${line.scenario.title}, stack ${line.stack}, run ${line.run}` };
    case 'phase':
      return withPhase(view, line, now);
    case 'waiting':
      return {
        ...view,
        waiting: { for: line.for, since: now, ...(line.limitMs === undefined ? {} : { limitMs: line.limitMs }) },
      };
    case 'note':
      return { ...view, notes: [...view.notes, { text: line.text, severity: line.severity }] };
    case 'fault':
      return line.status === 'undoing' ? { ...view, waiting: { for: `${line.fault} to be undone`, since: now } } : view;
    case 'run-ended': {
      const { waiting: _over, ...rest } = view;
      return { ...rest, outcome: line.outcome };
    }
    default:
      return view;
  }
}

function withPhase(view: View, line: JournalLine & { type: 'phase' }, now: Milliseconds): View {
  const { waiting: _over, ...rest } = view;
  if (line.status === 'ended')
    return {
      ...rest,
      phases: view.phases.map((p) => (p.phase === line.phase && p.endedAt === undefined ? { ...p, endedAt: now } : p)),
    };
  return { ...rest, phases: [...view.phases, { phase: line.phase, since: now }] };
}
