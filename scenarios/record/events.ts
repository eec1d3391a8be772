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

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) => z.object({ type: z.literal(type), ...shape });

const clock = event('clock', { moment: z.enum(['start', 'end']), offsetMs: ms, uncertaintyMs: ms });

const phase = event('phase', { phase: z.enum(PHASES), status: z.enum(['started', 'ended']) });

/** What is being waited for; `limitMs` from now on. Replaced by the next one. */
const waiting = event('waiting', { for: z.string(), limitMs: ms.exactOptional() });

const note = event('note', { text: z.string(), severity: z.enum(['info', 'warning']) });

/** Alerts that were active before the first injection: never counted. */
const baseline = event('baseline', {
  alerts: list(z.object({ alertname: z.string(), labels, fingerprint: z.string().exactOptional() })),
});

/** Whether the steady state holds, and the stretch of time that was judged. */
const steady = event('steady', {
  moment: z.enum(['before', 'after']),
  holds: z.boolean(),
  requests: z.number(),
  good: z.number(),
  reason: z.string(),
  from: ms.exactOptional(),
  to: ms.exactOptional(),
});

/** A step in the life of a fault. Flushed to disk before the step that it names; `records` are what undoes this fault. */
const fault = event('fault', {
  fault: z.string(),
  status: z.enum(['planned', 'applying', 'active', 'undoing', 'undone', 'dirty']),
  targets: list(instanceRef),
  records: list(undoRecord),
  detail: z.string().exactOptional(),
});

const guardian = event('guardian', { status: z.enum(['armed', 'released', 'lost']), detail: z.string().exactOptional() });

/** What happened to an instance, in neutral words, with the platform's own word beside them. */
const engine = event('engine', {
  kind: z.enum(['created', 'started', 'signalled', 'ended', 'changed', 'removed', 'replaced']),
  word: z.string(),
  service: z.string(),
  instance: z.string(),
  instanceId: z.string(),
  time: ms,
  exitCode: z.number().exactOptional(),
});

const proofEvent = event('proof', { fault: z.string(), proof });

/** A change of an alert's state in Prometheus, `inactive` when it is gone. `activeAt` is Prometheus' own stamp. */
const alert = event('alert', {
  group: z.string(),
  alertname: z.string(),
  labels,
  state: z.enum(['pending', 'firing', 'inactive']),
  activeAt: ms.exactOptional(),
  value: z.string().exactOptional(),
});

/** A change of an alert in Alertmanager. `gone` when it is no longer listed. */
const notificationState = event('notification-state', {
  fingerprint: z.string(),
  alertname: z.string(),
  labels,
  state: z.enum(['unprocessed', 'active', 'suppressed', 'gone']),
  inhibitedBy: list(z.string()),
  silencedBy: list(z.string()),
  receivers: list(z.string()),
  startsAt: ms,
  endsAt: ms.exactOptional(),
});

/** A message that arrived. `receiver` is Alertmanager's name of who sent it; empty if the message does not say. */
const receipt = event('receipt', {
  message: z.number(),
  receiver: z.string(),
  channel: z.string(),
  to: z.string(),
  subject: z.string(),
  excerpt: z.string(),
  receivedAt: ms,
  alerts: list(carriedAlert),
});

const load = event('load', { record: loadRecord });

/** Health of the monitoring at one moment, written on change. */
const monitoring = event('monitoring', {
  /** By source (prometheus, alertmanager, receipts, load): `ok`, or why it could not be asked. */
  sources: labels,
  unhealthyRules: list(z.string()),
  downTargets: list(z.string()),
  absentSeries: list(z.string()),
  /** Expected alerts whose rule is in the files and not loaded in Prometheus. */
  missingRules: list(z.string()),
});

const remediation = event('remediation', {
  fault: z.string(),
  step: z.string(),
  effect: z.string(),
  startedAt: ms,
  endedAt: ms,
});

// JSON has no NaN; Prometheus has.
const sample = z.number().or(z.null().transform(() => Number.NaN));

/** Raw samples of a query over the whole window, [epoch ms, value]; from Prometheus after recovery. */
const series = event('series', {
  name: z.string(),
  query: z.string(),
  unit: z.string(),
  series: list(z.object({ labels, points: list(z.tuple([ms, sample]).readonly()) })),
});

/** Raw `ALERTS` samples of the whole window: the source for "nothing else fired". */
const alertsWindow = event('alerts-window', {
  from: ms,
  to: ms,
  stepMs: ms,
  complete: z.boolean(),
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

/** How busy the machines were during the run: what starves the monitoring or supops makes late alerts prove nothing. */
const host = event('host', {
  /** Delay of supops' own event loop. */
  eventLoopLagMs: z.object({ p99: ms, max: ms }),
  /** One-minute load average by CPU on supops' machine, the highest seen. */
  loadPerCpu: z.number(),
  /** Longest scrape of each job during the run, beside its time-out. */
  scrapes: list(z.object({ job: z.string(), longestMs: ms, timeoutMs: ms })),
  /** Rule evaluations that Prometheus skipped. */
  missedEvaluations: z.number(),
  /** Share of the run in which something waited for the resource, 0…1 (pressure stall information), if the kernel tells. */
  pressure: z.record(z.string(), z.number()).exactOptional(),
});

const log = event('log', { service: z.string(), time: ms, text: z.string() });

const judged = event('judged', { judgement });

const failure = event('failure', {
  code: z.string(),
  message: z.string(),
  hint: z.string().exactOptional(),
  /** Of the error; absent: derived from the code. */
  exitCode: z.number().exactOptional(),
});

const runEnded = event('run-ended', { outcome: z.enum(OUTCOMES), exitCode: z.number() });

/** Everything that happens in a run. */
const runEvent = z.discriminatedUnion('type', [
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
  judged,
  failure,
  runEnded,
]);

/** One thing that happens in a run. A line of the journal is `Stamp & RunEvent`. */
export type RunEvent = z.infer<typeof runEvent>;

/** A line of the journal. */
export type JournalLine = Stamp & RunEvent;

const stamp = z.object({ seq: z.int(), at: ms, mono: ms });

/** A line as it was read, or `undefined` if it is not one. */
export function readLine(value: unknown): JournalLine | undefined {
  const [stamped, told] = [stamp.safeParse(value), runEvent.safeParse(value)];
  return stamped.success && told.success ? { ...stamped.data, ...told.data } : undefined;
}
