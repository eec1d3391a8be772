import { commandLine } from '../../core/command-line.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import { readProgram } from '../../stack/images/programs.js';
import type { Proof } from '../model.js';
import { startRecorder } from '../observe/recorder.js';
import { type Guardian, startGuardian } from '../safety/guardian.js';
import { detect, recover, resolutionCeilingMs } from './after.js';
import { findVictims, preflight, quietAndSteady, recordBaseline } from './before.js';
import type { RunContext } from './context.js';
import { collectEvidence } from './evidence.js';
import { type Injection, type InjectionContext, prepareInjection } from './fault.js';
import { withLoad } from './load.js';
import { longest } from './progress.js';
import { absentSeriesOf } from './series.js';
import { inPhase } from './wait.js';

/** On top of what the budgets allow, before the guardian believes that supops hangs. */
const TTL_MARGIN_MS: Milliseconds = 90_000;

/** What a performance needs. */
export interface PerformOptions extends Omit<RunContext, 'recorder' | 'signal'> {
  readonly note: InjectionContext['note'];
  readonly run: string;
  /** Aborted from outside the run. */
  readonly outside: AbortSignal;
}

/**
 * The run between its first journal line and its verdict. Rejects with the reason of whatever ended it early; the fault is undone in any case,
 * or the journal says `dirty`.
 */
export async function perform(options: PerformOptions): Promise<void> {
  const abort = new AbortController();
  const signal = AbortSignal.any([options.outside, abort.signal]);
  const victims = findVictims(options);
  const recorder = await startRecorder({
    supervised: options.supervised,
    clients: options.clients,
    clock: options.clock,
    expectedAlerts: options.scenario.expect.map(({ alert }) => alert),
    absentSeries: absentSeriesOf(options.plans),
    append: (event) => options.journal.append(event),
    onFailure: (error) => abort.abort(error),
  });
  const context: RunContext = { ...options, recorder, signal };
  // Started early, needed late: it comes up while the system shows that it is quiet.
  const guardian = readProgram('guardian').then((program) => startGuardian(options.supervised, options.run, program));
  guardian
    .then(({ lost }) => lost.then((reason) => abort.abort(guardianLost(reason, options.supervised.name))))
    .catch((error) => abort.abort(error));
  try {
    await withLoad(context, async () => {
      if (!(await preflight(context)) || !(await quietAndSteady(context))) return;
      await recordBaseline(context);
      const pinned = await options.supervised.engine.inspect((victims[0] as { id: string }).id);
      await breakAndRepair(
        context,
        { ...context, guardian: await guardian, note: options.note, ttlMs: ttlMs(context) },
        pinned,
      );
    });
  } finally {
    await guardian.then(dismiss, () => {});
    await recorder.stop();
  }
}

async function breakAndRepair(
  context: RunContext,
  injectionContext: InjectionContext,
  victim: Parameters<typeof prepareInjection>[1],
): Promise<void> {
  const { clock } = context;
  const injection = prepareInjection(injectionContext, victim);
  const injectedFrom = Math.round(clock.now());
  let undone = false;
  let proof: Proof;
  try {
    proof = await injection.inject();
    if (proof.proven) await detect(context, proof.at ?? injectedFrom);
    undone = await inPhase(context, 'remediate', () => injection.undo());
  } finally {
    if (injection.owed() && !undone) await undoAnyway(injection, context);
  }
  if (undone && proof.proven) await recover(context, Math.round(clock.now()));
  await collectEvidence(context, proof.at ?? injectedFrom);
}

// The way out after an error or an interruption. What cannot be undone is stronger than what led here: it replaces that error.
async function undoAnyway(injection: Injection, { supervised: { name } }: RunContext): Promise<void> {
  if (await injection.undo()) return;
  throw new SupopsError({
    code: 'undo-failed',
    exitCode: EXIT.dirty,
    message: `the fault on the stack ${name} could not be undone`,
    hint: `run \`${commandLine('up', name)}\`, which undoes what is left`,
  });
}

const dismiss = async (guardian: Guardian): Promise<void> => {
  // An undo that is still owed stays the guardian's: the end of this process is its signal.
  if (guardian.isLost() === undefined && !guardian.armed()) await guardian.release();
};

const ttlMs = (context: RunContext): Milliseconds =>
  longest(context.plans.map(({ budgetMs }) => budgetMs)) + resolutionCeilingMs(context) + TTL_MARGIN_MS;

const guardianLost = (reason: string, stack: string) =>
  new SupopsError({
    code: 'guardian-lost',
    exitCode: EXIT.unavailable,
    message: `${reason}; without it a crash of supops could leave the fault behind`,
    hint: `look at \`${commandLine('status', stack)}\`, and run the scenario again`,
  });
