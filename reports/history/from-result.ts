// The whole of zod takes longer to load than 300 results to read.
import * as z from 'zod/mini';
import type { Milliseconds } from '../../core/time.js';
import type { Outcome } from '../../scenarios/model/verdict.js';
import type { RunSummary } from './run-summary.js';

const OUTCOMES = [
  'passed',
  'failed',
  'inconclusive',
  'not-steady',
  'aborted',
  'interrupted',
  'errored',
] as const satisfies readonly Outcome[];

const ms = z.number();

/** What a summary needs of run.json. */
const RESULT = z.object({
  schema: z.literal(1),
  run: z.string(),
  scenario: z.string(),
  speed: z.number(),
  outcome: z.enum(OUTCOMES),
  startedAt: z.iso.datetime(),
  durationMs: ms,
  verdicts: z.array(z.object({ id: z.string(), valueMs: z.optional(ms), budgetMs: z.optional(ms) })),
  detection: z.array(
    z.object({
      alert: z.string(),
      notified: z.optional(z.array(z.string())),
      firingMs: z.optional(ms),
      notifiedMs: z.optional(ms),
    }),
  ),
});
type Result = z.infer<typeof RESULT>;

/** One line about a run, from the text of its run.json; `undefined` if that is not valid or does not say everything. */
export function summaryOfResult(text: string, dir: string): RunSummary | undefined {
  const { success, data } = RESULT.safeParse(parse(text));
  const detected = success ? detectedMs(data) : 'untold';
  if (!success || detected === 'untold') return undefined;
  const { run, scenario, outcome, startedAt, durationMs, speed } = data;
  return {
    run,
    scenario,
    outcome,
    startedAt: Date.parse(startedAt),
    durationMs,
    dir,
    ...(detected === undefined ? {} : { detectedMs: detected }),
    speed,
  };
}

function detectedMs(result: Result): Milliseconds | undefined | 'untold' {
  const { detection } = result;
  if (detection.some(({ notified }) => notified === undefined)) return guessedMs(result);
  return lastArrival(detection.filter(({ notified = [] }) => notified.length > 0));
}

const lastArrival = (asked: Result['detection']): Milliseconds | undefined => {
  const arrivals = asked.flatMap(({ notifiedMs }) => notifiedMs ?? []);
  return arrivals.length === 0 || arrivals.length < asked.length ? undefined : Math.max(...arrivals);
};

// A run.json of older versions does not say which expectations ask for a message. Of those that must fire (they have a budget), the ones that do not
// are judged by the moment of firing; if one did not fire, only the journal can tell.
function guessedMs({ detection, verdicts }: Result): Milliseconds | undefined | 'untold' {
  if (detection.every(({ notifiedMs }) => notifiedMs === undefined)) return undefined;
  const judged = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  const due = detection.filter(({ alert }) => judged.get(alert)?.budgetMs !== undefined);
  if (due.some(({ firingMs }) => firingMs === undefined)) return 'untold';
  const asked = due.filter(({ alert, firingMs }) => Math.round(judged.get(alert)?.valueMs ?? 0) !== firingMs);
  return lastArrival(asked);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
