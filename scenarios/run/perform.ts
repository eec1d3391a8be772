import { EXIT, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import { faultKind } from '../faults/registry.js';
import type { Programs } from '../faults/undo/executor.js';
import type { FaultSpec } from '../model/fault.js';
import { startRecorder } from '../observe/recorder.js';
import { type Guardian, startGuardian } from '../safety/guardian.js';
import { refuseNeighbours } from '../safety/holder.js';
import { type LedgerOptions, openLedger } from '../safety/ledger.js';
import { watchAborts } from './abort.js';
import { detect, recover, resolutionCeilingMs } from './after.js';
import { createAgents } from './agents.js';
import { preflight, quietAndSteady, recordBaseline } from './before.js';
import { longest, type RunContext } from './context.js';
import { collectEvidence } from './evidence.js';
import { createInjector, type Injector } from './inject.js';
import { withLoad } from './load.js';
import { checkRemediation } from './repair/instances.js';
import { longestRepairMs, repair } from './repair/repair.js';
import { schedule } from './schedule.js';
import { absentSeriesOf } from './series.js';
import { checkFaults } from './victims.js';
import { inPhase, waitUntil } from './wait.js';

/** On top of what timeline and budgets allow, before the guardian assumes that supops hangs. */
const TTL_MARGIN_MS: Milliseconds = 90_000;

/** What a performance needs. */
export interface PerformOptions extends Omit<RunContext, 'recorder' | 'signal'> {
  readonly note: LedgerOptions['note'];
  readonly run: string;
  readonly programs: Programs;
  /** Aborted from outside the run. */
  readonly outside: AbortSignal;
}

/**
 * The run between its first journal line and its verdict. Rejects with the reason of whatever ended it early; the faults are undone in any
 * case, or the journal says `dirty`.
 */
export async function perform(options: PerformOptions): Promise<void> {
  const { supervised, scenario } = options;
  const abort = new AbortController();
  const signal = AbortSignal.any([options.outside, abort.signal]);
  checkFaults(supervised, scenario.faults);
  checkRemediation(supervised, scenario.remediate ?? []);
  const recorder = await startRecorder({
    supervised,
    clients: options.clients,
    clock: options.clock,
    expectedAlerts: [...scenario.expect, ...(scenario.silences ?? []), ...options.watch.forbidden].map(({ alert }) => alert),
    absentSeries: absentSeriesOf([...options.plans, ...options.watch.forbidden]),
    append: (event) => options.journal.append(event),
    onFailure: (error) => abort.abort(error),
  });
  const context: RunContext = { ...options, recorder, signal };
  // Started early, needed late: it comes up while the run waits for quiet.
  const guardian = summonGuardian(options);
  guardian
    .then((present) => present?.lost.then((reason) => abort.abort(guardianLost(reason, supervised.hints.status))))
    .catch((error) => abort.abort(error));
  const agents = createAgents({ ...options, onLost: (error) => abort.abort(error) });
  const prepared = agents.prepare(scenario.faults);
  prepared.catch((error) => abort.abort(error));
  try {
    await withLoad(context, async (timelineBegins) => {
      if (!(await preflight(context)) || !(await quietAndSteady(context))) return;
      await recordBaseline(context);
      await prepared;
      const ledger = openLedger({
        tools: { engine: supervised.engine, clock: options.clock, programs: options.programs },
        guardian: await guardian,
        note: options.note,
        ttlMs: ttlMs(context),
        append: (event) => options.journal.append(event),
      });
      const aborts = await watchAborts(context, (reason) => abort.abort(reason));
      const injector = createInjector(context, { ledger, agents, ttlMs: ttlMs(context) });
      await timelineBegins();
      await breakAndRepair(context, injector, aborts.stop).finally(aborts.stop);
    });
  } finally {
    await agents.end();
    await guardian.then(dismiss, () => {});
    await recorder.stop();
  }
}

async function summonGuardian({ supervised, scenario, run, programs }: PerformOptions): Promise<Guardian | undefined> {
  const { helpers, name, engine } = supervised;
  const exclusive = scenario.exclusive ?? false;
  if (helpers === undefined) {
    if (exclusive) throw notExclusive(name);
    return undefined;
  }
  const agents = agentsThatLeave(scenario.faults);
  const guardian = await startGuardian(supervised, {
    host: helpers,
    run,
    programs,
    agents,
    scenario: scenario.name,
    exclusive,
  });
  await refuseNeighbours(engine, { stack: name, exclusive }).catch(async (error) => {
    await guardian.release();
    throw error;
  });
  return guardian;
}

/** Programs whose traces outlive them when they are killed. */
const agentsThatLeave = (faults: readonly FaultSpec[]): readonly string[] => {
  const needs = faults.map(({ kind, params }) => faultKind(kind).agent?.(params));
  return [...new Set(needs.flatMap((need) => (need?.leaves ? [need.program] : [])))];
};

async function breakAndRepair(context: RunContext, injector: Injector, onRepair: () => void): Promise<void> {
  const { clock } = context;
  const from = Math.round(clock.now());
  let proven = false;
  let undone = false;
  try {
    proven = await followTimeline(context, injector);
    if (proven) await detect(context);
    onRepair();
    // A repair of a fault that did not take place would prove nothing.
    undone = await inPhase(context, 'remediate', () => (proven ? repair(context, injector) : injector.undoAll()));
  } finally {
    if (!undone) await undoAnyway(injector, context);
  }
  if (undone && proven) await recover(context, Math.round(clock.now()));
  await collectEvidence(context, context.story().injectedAt ?? from);
}

/** Injects and undoes as the timeline says, watching in between. @returns false as soon as a fault is not proven: what follows would prove nothing. */
async function followTimeline(context: RunContext, injector: Injector): Promise<boolean> {
  const { clock, scenario } = context;
  const start = clock.now();
  for (const { atMs, action, fault } of schedule(scenario.faults)) {
    await until(context, start + atMs);
    if (!(await takeStep(injector, action, fault))) return false;
  }
  return true;
}

async function until(context: RunContext, moment: Milliseconds): Promise<void> {
  const { clock, story } = context;
  if (moment <= clock.now()) return;
  if (story().injectedAt !== undefined) return detect(context, moment);
  await waitUntil(context, moment - clock.now(), () => 'the first step of the timeline');
}

const takeStep = async (injector: Injector, action: 'inject' | 'undo', fault: FaultSpec): Promise<boolean> =>
  action === 'inject' ? (await injector.inject(fault)).proven : injector.undo(fault);

// Cleans up after an error or an interruption. A failed undo outweighs the original error, and replaces it.
async function undoAnyway(injector: Injector, { supervised: { name, hints } }: RunContext): Promise<void> {
  if (await injector.undoAll()) return;
  throw new SupopsError({
    code: 'undo-failed',
    exitCode: EXIT.dirty,
    message: `a fault on ${name} could not be undone`,
    hint: `run \`${hints.restore}\`, which undoes what is left`,
  });
}

const dismiss = async (guardian: Guardian | undefined): Promise<void> => {
  // An undo that is still owed is left to the guardian: the end of this process is its signal.
  if (guardian && guardian.isLost() === undefined && !guardian.armed()) await guardian.release();
};

function ttlMs(context: RunContext): Milliseconds {
  const { plans, watch, scenario, supervised } = context;
  const repairMs = longestRepairMs(scenario.remediate ?? [], (service) => supervised.targets.get(service)?.length ?? 0);
  const timelineMs = longest(scenario.faults.map(({ atMs, forMs = 0 }) => atMs + forMs));
  const watchedMs = longest([watch.watchMs, ...[...plans, ...watch.silences].map(({ budgetMs }) => budgetMs)]);
  return timelineMs + watchedMs + repairMs + resolutionCeilingMs(context) + TTL_MARGIN_MS;
}

const guardianLost = (reason: string, status: string) =>
  new SupopsError({
    code: 'guardian-lost',
    exitCode: EXIT.unavailable,
    message: `${reason}; without it a crash of supops could leave a fault behind`,
    hint: `look at \`${status}\`, and run the scenario again`,
  });

const notExclusive = (name: string) =>
  new SupopsError({
    code: 'not-exclusive',
    exitCode: EXIT.unavailable,
    message: `the scenario needs the engine for itself, and ${name} has no place for the guardian that would keep others out`,
    hint: 'leave out `exclusive`, and see to it that nothing else runs',
  });
