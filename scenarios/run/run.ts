import { join, resolve } from 'node:path';
import { EXIT, type ExitCode, messageOf, SupopsError, strongestExit } from '../../core/errors.js';
import { redactor } from '../../core/redact.js';
import { type Clock, shiftedClock } from '../../core/time.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Programs } from '../faults/undo/executor.js';
import { judge } from '../judge/judge.js';
import { buildResult, exitCodeOf, type RunResult } from '../judge/result.js';
import type { Scenario } from '../model/scenario.js';
import { clientsOf } from '../observe/clients.js';
import type { JournalLine, RunEvent } from '../record/events.js';
import { type Journal, openJournal } from '../record/journal.js';
import { JOURNAL_FILE } from '../record/journal-file.js';
import { buildRecord, type RunRecord } from '../record/record.js';
import { activeRunPath } from '../safety/active-run.js';
import { refuseNeighbours } from '../safety/holder.js';
import { undoLeftovers } from '../safety/leftovers.js';
import type { Story } from '../story/story.js';
import { tell } from '../story/tell.js';
import { addLoadedRules } from './loaded-rules.js';
import { perform } from './perform.js';
import { planExpectations } from './plan.js';
import { planWatch } from './plan-watch.js';
import { newRunId, runStarted } from './start.js';
import { inPhase } from './wait.js';

/** What a run needs from its caller. */
export interface RunOptions {
  /** Folder of all runs; this one gets a folder in it. */
  readonly runsDir: string;
  /** Where the active run is noted (XDG state). */
  readonly stateDir: string;
  /** The clock of this machine. */
  readonly clock: Clock;
  /** Aborted by Ctrl-C or SIGTERM; its reason becomes the failure of the run. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** The programs that run beside the victims. */
  readonly programs: Programs;
  /** Open runbook links that lead elsewhere; otherwise only their form is looked at. */
  readonly checkLinks?: boolean;
  /** Sees every line after it was written. */
  onEvent(line: JournalLine): void;
  /** Writes the report of the ended run into its folder. */
  writeReport(record: RunRecord, result: RunResult, dir: string): Promise<void>;
}

/**
 * Runs a scenario against a supervised system: preflight, quiet, inject, detect, remediate, recover, judge. Whatever happens after the first
 * undo record, the faults are undone before this returns; if supops is killed the guardian does it.
 * @returns the result, also of runs that were interrupted or failed. Rejects if there is no run to speak of: the journal cannot be written,
 * another run holds the system, leftovers cannot be undone.
 */
export async function runIncident(system: Supervised, scenario: Scenario, options: RunOptions): Promise<RunResult> {
  const { engine } = system;
  const { clock: localClock, stateDir, programs, signal } = options;
  const leftovers = await undoLeftovers({ engine, clock: localClock, programs, stateDir, signal }, system);
  // Looked at again when the guardian is there; here, so that a run that cannot be leaves nothing behind.
  await refuseNeighbours(engine, { stack: system.name, exclusive: scenario.exclusive ?? false });
  const clients = clientsOf(system);
  const [info, reading, supervised] = await Promise.all([engine.info(), engine.readClock(), addLoadedRules(system, clients)]);
  const clock = shiftedClock(localClock, reading.offsetMs);
  const run = newRunId(scenario.name, clock.now());
  const dir = resolve(options.runsDir, run);
  const journal = await openJournal({ dir, clock, redactor: redactor(supervised.secrets), onEvent: options.onEvent });
  try {
    const plans = planExpectations(scenario, supervised);
    const watch = planWatch(scenario, supervised);
    await journal.append(runStarted({ run, version: options.version, scenario, supervised, engine: info, plans, watch }));
    await journal.append({ type: 'clock', moment: 'start', ...reading });
    if (leftovers !== undefined) await journal.append({ type: 'note', severity: 'warning', text: leftovers });
    const note = {
      path: activeRunPath(stateDir, supervised.scope.engineId, supervised.name),
      active: { run, stack: supervised.name, journal: join(dir, JOURNAL_FILE) },
    };
    const failure = await attempt(() =>
      perform({
        supervised,
        scenario,
        clock,
        journal,
        clients,
        plans,
        watch,
        story: storyOf(journal),
        note,
        run,
        programs,
        checkLinks: options.checkLinks ?? false,
        outside: signal,
      }),
    );
    if (failure) await journal.append(failure);
    await journal.append({ type: 'clock', moment: 'end', ...(await engine.readClock().catch(() => reading)) });
    const result = await conclude(journal, dir);
    return await report(result, () => options.writeReport(buildRecord(journal.lines), result, dir));
  } finally {
    await journal.close();
  }
}

/** The story so far, computed at most once for each length of the journal: phases look ten times per second. */
function storyOf({ lines }: Journal): () => Story {
  let length = -1;
  let story: Story;
  return () => {
    if (lines.length !== length) [length, story] = [lines.length, tell(buildRecord(lines))];
    return story;
  };
}

// A run that fails is still a run: its failure is an event, judged and reported. Except if the journal itself failed.
async function attempt(body: () => Promise<void>): Promise<RunEvent | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    if (!(error instanceof SupopsError))
      return {
        type: 'failure',
        code: 'internal',
        message: error instanceof Error ? (error.stack ?? error.message) : messageOf(error),
      };
    if (error.code === 'journal-unwritable' || error.code === 'run-active') throw error;
    return {
      type: 'failure',
      code: error.code,
      message: error.message,
      exitCode: error.exitCode,
      ...(error.hint !== undefined && { hint: error.hint }),
    };
  }
}

// A report that cannot be written does not change the verdict.
async function report(result: RunResult, write: () => Promise<void>): Promise<RunResult> {
  try {
    await write();
    return result;
  } catch (error) {
    const message = `the report could not be written: ${messageOf(error)}`;
    const hint = `free some disk space, then run \`supops report ${result.run}\``;
    return {
      ...result,
      exitCode: strongestExit([result.exitCode as ExitCode, EXIT.unavailable]),
      error: result.error ?? { code: 'report-unwritable', message, hint },
    };
  }
}

async function conclude(journal: Journal, dir: string): Promise<RunResult> {
  const judgement = judge(tell(buildRecord(journal.lines)));
  await inPhase({ journal }, 'judge', () => journal.append({ type: 'judged', judgement }));
  const { outcome } = judgement;
  await journal.append({ type: 'run-ended', outcome, exitCode: exitCodeOf(outcome, journal.lines) });
  const files = { report: join(dir, 'report.md'), journal: journal.path, run: join(dir, 'run.json') };
  return buildResult(buildRecord(journal.lines), files);
}
