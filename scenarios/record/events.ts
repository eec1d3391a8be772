import { z } from 'zod';
import type { Milliseconds } from '../../core/time.js';
import { OUTCOMES } from '../model/verdict.js';
import { runStarted } from './run-started.js';
import { carriedAlert, instanceRef, judgement, labels, list, loadRecord, ms, proof, undoRecord } from './shapes.js';

export type { RunStarted } from './run-started.js';

/** Phases of a run, in order. */
export const PHASES = ['preflight', 'quiet', 'inject', 'detect', 'remediate', 'recover', 'judge'] as const;
export type Phase = (typeof PHASES)[number];

/** What the journal adds to every event. */
export interface Stamp {
  /** Counts from 1 without gaps. */
  readonly seq: number;
  /** Epoch ms on the engine's clock. */
  readonly at: Milliseconds;
  /** Monotonic ms since the start of the run. */
  readonly mono: Milliseconds;
}

/** A type of event; `meaning` is its description in the documentation. */
const event = <T extends string, S extends z.ZodRawShape>(type: T, meaning: string, shape: S) =>
  z.object({ type: z.literal(type), ...shape }).describe(meaning);

const clock = event('clock', 'How far the engine’s clock is ahead of this machine’s, measured at the start and at the end.', {
  moment: z.enum(['start', 'end']),
  offsetMs: ms,
  uncertaintyMs: ms,
});

const phase = event('phase', 'A phase begins or ends.', { phase: z.enum(PHASES), status: z.enum(['started', 'ended']) });

const waiting = event('waiting', 'What the run is waiting for. Replaced by the next one.', {
  for: z.string(),
  limitMs: ms.exactOptional().describe('At most this long from now on.'),
});

const note = event('note', 'Something that people should know.', { text: z.string(), severity: z.enum(['info', 'warning']) });

const baseline = event('baseline', 'Alerts that were active before the first injection: they never count.', {
  alerts: list(z.object({ alertname: z.string(), labels, fingerprint: z.string().exactOptional() })),
});

const steady = event('steady', 'Whether the steady state holds, before the first fault and after the repair.', {
  moment: z.enum(['before', 'after']),
  holds: z.boolean(),
  requests: z.number(),
  good: z.number(),
  reason: z.string(),
  from: ms.exactOptional().describe('Start of the period that was judged.'),
  to: ms.exactOptional().describe('Its end.'),
  conditions: list(
    z.object({
      condition: z.string(),
      state: z.enum(['holds', 'fails', 'unknown']),
      value: z.string(),
      since: ms.exactOptional().describe('Since when every look has found the same.'),
    }),
  )
    .exactOptional()
    .describe('What was found of each condition besides.'),
});

const fault = event('fault', 'A step in the life of a fault. Flushed to disk before the step that it names.', {
  fault: z.string().describe('Id of the fault in the scenario.'),
  status: z.enum(['planned', 'applying', 'active', 'undoing', 'undone', 'dirty']),
  targets: list(instanceRef).describe('The pinned victims.'),
  records: list(undoRecord).describe('What undoes this fault.'),
  detail: z.string().exactOptional(),
});

const guardian = event('guardian', 'The guardian holds an undo list, was released, or ended by itself.', {
  status: z.enum(['armed', 'released', 'lost']),
  detail: z.string().exactOptional(),
});

const engine = event('engine', 'What happened to an instance, in platform-neutral words.', {
  kind: z.enum(['created', 'started', 'signalled', 'ended', 'changed', 'removed', 'replaced']),
  word: z.string().describe('The platform’s own word, such as `die`.'),
  service: z.string(),
  instance: z.string(),
  instanceId: z.string(),
  time: ms.describe('The engine’s own timestamp.'),
  exitCode: z.number().exactOptional(),
});

const proofEvent = event('proof', 'Whether a fault was seen to touch its victims.', { fault: z.string(), proof });

const alert = event('alert', 'An alert changes its state in Prometheus; `inactive` when it is gone.', {
  group: z.string(),
  alertname: z.string(),
  labels,
  state: z.enum(['pending', 'firing', 'inactive']),
  activeAt: ms.exactOptional().describe('Prometheus’ own timestamp.'),
  value: z.string().exactOptional(),
  annotations: labels.exactOptional().describe('As Prometheus rendered them.'),
});

const notificationState = event('notification-state', 'An alert changes in Alertmanager; `gone` when it is no longer listed.', {
  fingerprint: z.string(),
  alertname: z.string(),
  labels,
  state: z.enum(['unprocessed', 'active', 'suppressed', 'gone']),
  inhibitedBy: list(z.string()).describe('Fingerprints of the alerts that mute it.'),
  silencedBy: list(z.string()),
  receivers: list(z.string()),
  startsAt: ms,
  endsAt: ms.exactOptional(),
});

const receipt = event('receipt', 'A message that arrived in the inbox.', {
  message: z.number().describe('Its number in the inbox.'),
  receiver: z
    .string()
    .describe('The receiver in Alertmanager’s configuration that sent it; empty if the message does not say.'),
  channel: z.string(),
  to: z.string(),
  subject: z.string(),
  excerpt: z.string(),
  receivedAt: ms,
  alerts: list(carriedAlert),
});

const load = event('load', 'What users saw in one second.', { record: loadRecord });

const monitoring = event('monitoring', 'Health of the monitoring, written when it changes.', {
  sources: labels.describe('By source (prometheus, alertmanager, receipts, load): `ok`, or why it could not be queried.'),
  unhealthyRules: list(z.string()),
  downTargets: list(z.string()),
  absentSeries: list(z.string()),
  missingRules: list(z.string()).describe('Expected alerts whose rule is in the files but not loaded in Prometheus.'),
});

const remediation = event('remediation', 'A step of the repair that was taken and verified.', {
  fault: z.string().exactOptional().describe('The fault that was undone.'),
  step: z.string(),
  result: z
    .enum(['done', 'failed', 'unknown'])
    .exactOptional()
    .describe('Whether it had the effect that was wanted; if absent, it had.'),
  effect: z.string(),
  restarted: list(z.string()).exactOptional().describe('Instances that it restarted.'),
  startedAt: ms,
  endedAt: ms,
});

// JSON has no NaN; Prometheus has.
const sample = z.number().or(z.null().transform(() => Number.NaN));

const series = event('series', 'Raw samples of a query over the whole window, collected after the recovery.', {
  name: z.string(),
  query: z.string(),
  unit: z.string(),
  series: list(z.object({ labels, points: list(z.tuple([ms, sample]).readonly()) })),
});

const alertsWindow = event('alerts-window', 'Raw `ALERTS` samples of the whole window: the source for "nothing else fired".', {
  from: ms,
  to: ms,
  stepMs: ms,
  complete: z.boolean(),
  gaps: list(z.object({ from: ms, to: ms }))
    .exactOptional()
    .describe('When rules were not evaluated, if that is known; absent if there are no gaps.'),
  alerts: list(
    z.object({
      alertname: z.string(),
      labels,
      state: z.enum(['pending', 'firing']),
      first: ms,
      last: ms,
      samples: z.number(),
    }),
  ),
});

const host = event('host', 'How busy the machines were: on a starved machine a late alert proves nothing.', {
  eventLoopLagMs: z.object({ p99: ms, max: ms }).describe('Delay of supops’ own event loop.'),
  loadPerCpu: z
    .number()
    .describe(
      'Tasks other than supops that ran, or waited for a CPU or a disk: the mean over the run, per CPU of supops’ machine.',
    ),
  scrapes: list(z.object({ job: z.string(), longestMs: ms, timeoutMs: ms })).describe(
    'Longest scrape of each job during the run, with its timeout.',
  ),
  missedEvaluations: z.number().describe('Rule evaluations that Prometheus skipped.'),
  pressure: z
    .record(z.string(), z.number())
    .exactOptional()
    .describe(
      'Share of the run in which something waited for the resource, 0…1 (pressure stall information), if the kernel reports it.',
    ),
});

const log = event('log', 'A relevant line of a service’s log, collected after the recovery.', {
  service: z.string(),
  time: ms,
  text: z.string(),
});

const link = event('link', 'A runbook link of an expected alert, looked at after the recovery.', {
  alert: z.string(),
  url: z.string(),
  state: z.enum(['there', 'missing', 'not-opened']),
  detail: z.string(),
});

const judged = event('judged', 'The verdicts, computed from the preceding lines.', { judgement });

const failure = event('failure', 'What ended the run early.', {
  code: z.string(),
  message: z.string(),
  hint: z.string().exactOptional(),
  exitCode: z.number().exactOptional().describe('Of the error; if absent, it follows from the code.'),
});

const runEnded = event('run-ended', 'Last line of a run that ended by itself.', {
  outcome: z.enum(OUTCOMES),
  exitCode: z.number(),
});

/** Everything that happens in a run. */
export const runEvent = z.discriminatedUnion('type', [
  runStarted,
  clock,
  phase,
  waiting,
  note,
  baseline,
  steady,
  fault,
  guardian,
  engine,
  proofEvent,
  alert,
  notificationState,
  receipt,
  load,
  monitoring,
  remediation,
  series,
  alertsWindow,
  host,
  log,
  link,
  judged,
  failure,
  runEnded,
]);

/** One thing that happens in a run. A line of the journal is `Stamp & RunEvent`. */
export type RunEvent = z.infer<typeof runEvent>;

/** A line of the journal. */
export type JournalLine = Stamp & RunEvent;

const stamp = z.object({ seq: z.int(), at: ms, mono: ms });

/** A parsed line, or `undefined` if the value is not one. */
export function readLine(value: unknown): JournalLine | undefined {
  const [stamped, parsed] = [stamp.safeParse(value), runEvent.safeParse(value)];
  return stamped.success && parsed.success ? { ...stamped.data, ...parsed.data } : undefined;
}
