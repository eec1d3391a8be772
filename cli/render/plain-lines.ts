import { formatSpan } from '../../core/duration.js';
import { formatLabels, type Labels } from '../../core/labels.js';
import type { Progress } from '../../core/progress.js';
import type { Milliseconds } from '../../core/time.js';
import { channelName } from '../../scenarios/language/sentences.js';
import { SOURCE_NAMES, type SourceName } from '../../scenarios/observe/memory.js';
import type { JournalLine } from '../../scenarios/record/events.js';
import { alertTitle, describeExpectation } from './checklist.js';
import { isOver, type RenderEvent, storyOf, type View } from './view-model.js';

// It arrives every few seconds as long as everything works.
const WATCHDOG = 'Watchdog';

/** What one event adds to a progress log, given the views before and after it; empty if nothing is worth a line. */
export function plainLines(before: View, event: RenderEvent, after: View): readonly string[] {
  switch (event.kind) {
    case 'note':
      return [`${event.severity === 'warning' ? 'warning: ' : 'note: '}${event.text}`];
    case 'progress': {
      const { subject, status, detail, limitMs } = event.progress;
      // Details that merely change (megabytes of an image) would drown out the rest; the heartbeat shows them.
      if (before.steps.find((step) => step.subject === subject)?.status === status) return [];
      return [`${subject}: ${statusText(status, detail)}${isOver(status) ? '' : atMost(limitMs)}`];
    }
    case 'line':
      return ofLine(event.line, after);
  }
}

/** What is being waited for at `now` (monotonic), for a log that has been silent for a while. */
export function heartbeatLines(view: View, now: Milliseconds): readonly string[] {
  const steps = view.steps
    .filter((step) => !isOver(step.status))
    .map((step) => `${step.subject}: still ${statusText(step.status, step.detail)}${since(step, now)}`);
  return view.waiting === undefined ? steps : [...steps, `still waiting for ${view.waiting.for}${since(view.waiting, now)}`];
}

/** `working, creating`; the detail alone if it already starts with the status: `waiting for a query to succeed`. */
export function statusText(status: Progress['status'], detail: string | undefined): string {
  if (detail === undefined) return status;
  return detail.startsWith(status) ? detail : `${status}, ${detail}`;
}

const since = (at: { readonly since: Milliseconds; readonly limitMs?: Milliseconds }, now: Milliseconds) =>
  ` (for ${formatSpan(now - at.since)}${at.limitMs === undefined ? '' : ` of ${formatSpan(at.limitMs)}`})`;

const atMost = (limitMs: Milliseconds | undefined) => (limitMs === undefined ? '' : ` (at most ${formatSpan(limitMs)})`);

const titled = (alert: { readonly alertname: string; readonly labels: Labels }) =>
  `${alert.alertname} ${formatLabels(alert.labels, ['alertname'])}`;

function ofLine(line: JournalLine, view: View): readonly string[] {
  switch (line.type) {
    case 'run-started':
      return [
        `run ${line.run}: ${line.scenario.name} on stack ${line.stack}, ${line.speed} times compressed`,
        ...(storyOf(view)?.expectations ?? []).map(
          ({ expectation, bounds }) =>
            `expected: ${alertTitle(expectation)} ${describeExpectation({ expectation, ...bounds?.inForce })}`,
        ),
      ];
    case 'phase':
      return line.status === 'started' ? [`phase ${line.phase}`] : [];
    case 'waiting':
      return [`waiting for ${line.for}${atMost(line.limitMs)}`];
    case 'note':
      return [`${line.severity === 'warning' ? 'warning' : 'note'}: ${line.text}`];
    case 'steady':
      return [`steady state ${line.moment} the fault: ${line.holds ? 'holds' : 'does not hold'}, ${line.reason}`];
    case 'proof':
      return [`fault ${line.proof.proven ? 'proven' : 'not proven'}: ${line.proof.evidence}`];
    case 'remediation':
      return [`repair: ${line.step}: ${line.effect}`];
    case 'failure':
      return [`failure: ${line.message}`];
    case 'run-ended':
      return [`outcome ${line.outcome}`];
    default:
      return ofMonitoring(line, view);
  }
}

function ofMonitoring(line: JournalLine, view: View): readonly string[] {
  switch (line.type) {
    case 'alert':
      return [`alert ${titled(line)}: ${line.state}`];
    case 'notification-state':
      return line.state === 'suppressed'
        ? [`alert ${titled(line)}: muted by ${[...line.inhibitedBy, ...line.silencedBy].join(', ')}`]
        : [];
    case 'receipt':
      return line.alerts
        .filter(({ alertname }) => alertname !== WATCHDOG)
        .map(
          ({ alertname, status }) =>
            `message via ${channelName(line.channel)}: ${alertname} ${status}${afterFault(line.receivedAt, view)}`,
        );
    case 'monitoring':
      return Object.entries(line.sources).flatMap(([source, state]) =>
        state === 'ok' ? [] : [`warning: ${SOURCE_NAMES[source as SourceName] ?? source} does not answer`],
      );
    case 'fault':
      return line.status === 'dirty'
        ? [`warning: ${line.fault} could not be undone: ${line.detail ?? ''}`]
        : [`fault ${line.fault}: ${line.status}`];
    default:
      return [];
  }
}

function afterFault(at: Milliseconds, view: View): string {
  const injectedAt = storyOf(view)?.injectedAt;
  return injectedAt === undefined ? '' : `, ${formatSpan(at - injectedAt)} after the fault`;
}
