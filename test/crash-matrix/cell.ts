import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { poll } from '../../core/poll.js';
import { systemClock } from '../../core/time.js';
import { faultKind } from '../../scenarios/faults/registry.js';
import type { FaultStatus } from '../../scenarios/model/fault.js';
import { SUPOPS } from '../helpers/cli.js';
import { run, type Workspace } from '../helpers/workspace.js';
import { type Sample, scenarioOf } from './kinds.js';
import { differences, snapshot, UNSEEN } from './snapshot.js';

/** When a run is cut short: the status of its fault that has just been written. */
export const MOMENTS = { before: 'planned', during: 'applying', after: 'active', undo: 'undoing' } as const satisfies Readonly<
  Record<string, FaultStatus>
>;
export type Moment = keyof typeof MOMENTS;

/** How. `helper` is the agent if the kind has one, otherwise the guardian. */
export const BLOWS = ['kill -9', 'helper', 'restart', 'SIGTERM', 'Ctrl-C twice', 'all at once'] as const;
export type Blow = (typeof BLOWS)[number];

/** What came of it. */
export interface Outcome {
  /** From the blow, or from the end of a fault that went on, until all is as before, ms; absent: it is not. */
  readonly undoneMs?: number;
  /** What is different in the end. */
  readonly left: readonly string[];
}

const LIMIT_MS = 5_000;
/** Containers of helpers are no part of the system: they may take a little longer to go. */
const HELPERS_MS = 15_000;

/**
 * Starts a run of the samples, deals the blow at the moment, which is that of the last of them, and looks whether all is as it was. The first one is
 * the victim of a blow that has one.
 */
export async function strike(
  workspace: Workspace,
  samples: readonly [Sample, ...Sample[]],
  moment: Moment,
  blow: Blow,
): Promise<Outcome> {
  const before = await snapshot(workspace.engine, workspace.stack);
  if (before.some((line) => line.endsWith(UNSEEN))) throw new Error('the networks of the instances cannot be looked into here');
  const { supops, runs } = await start(workspace, samples);
  const ended = new Promise((resolve) => supops.on('exit', resolve));
  await reached(runs, MOMENTS[moment], samples.length);
  let struckAt = Date.now();
  await deal(workspace, samples[0], { blow, supops });
  if (blow === 'restart') {
    // Supops lives, so that the fault goes on to its end.
    await reached(runs, 'undone', samples.length);
    struckAt = Date.now();
  }
  if (blow === 'all at once') await ended.then(() => workspace.supops('doctor', '--fix'));
  const compare = async () => differences(before, await snapshot(workspace.engine, workspace.stack));
  let left: readonly string[] = [];
  const same = async () => {
    left = (await compare()).filter((line) => !line.startsWith('+ helper'));
    return left.length === 0 ? Date.now() - struckAt : undefined;
  };
  const undoneMs = await poll(same, {
    clock: systemClock,
    timeoutMs: blow === 'all at once' ? 30_000 : LIMIT_MS + 2_000,
    intervalMs: 300,
  });
  // What is left of the run tells nothing more.
  signal(supops.pid as number, 'SIGTERM');
  await Promise.race([ended, systemClock.sleep(60_000)]);
  const gone = async () => {
    left = await compare();
    return left.length === 0 ? true : undefined;
  };
  await poll(gone, { clock: systemClock, timeoutMs: HELPERS_MS, intervalMs: 500 });
  return { left, ...(undoneMs !== undefined && { undoneMs }) };
}

/**
 * Starts a run of the sample, restarts the engine while its fault is in place, and looks whether all is as it was once `supops doctor --fix` has run. The engine's
 * restart ends every container; the stack's own restart policies bring it back.
 */
export async function strikeEngine(workspace: Workspace, sample: Sample, command: string): Promise<Outcome> {
  const before = await snapshot(workspace.engine, workspace.stack);
  const { supops, runs } = await start(workspace, [sample]);
  const ended = new Promise((resolve) => supops.on('exit', resolve));
  await reached(runs, 'active', 1);
  await run('sh', ['-c', command]);
  await ended;
  let left: readonly string[] = [];
  const same = async () => {
    await workspace.supops('doctor', '--fix');
    left = await snapshot(workspace.engine, workspace.stack).then(
      (now) => differences(before, now),
      (error: unknown) => [String(error)],
    );
    return left.length === 0 ? true : undefined;
  };
  await poll(same, { clock: systemClock, timeoutMs: 60_000, intervalMs: 1_000 });
  return { left };
}

async function start({ dir, env }: Workspace, samples: readonly Sample[]) {
  const file = join(dir, 'crash.yaml');
  // Several faults take their time to be injected one after the other.
  await writeFile(file, scenarioOf(samples, samples.length === 1 ? '3s' : '40s'));
  // Each run has a folder of its own, so that no other run's journal is taken for its own.
  const runs = await mkdtemp(join(dir, 'runs-'));
  const options = { cwd: dir, env: { ...process.env, ...env }, stdio: 'ignore', detached: true } as const;
  return { supops: spawn(process.execPath, [SUPOPS, 'incident', file, '--runs', runs], options), runs };
}

async function reached(runs: string, status: FaultStatus, times: number): Promise<void> {
  const look = async () => {
    const [name = ''] = await readdir(runs);
    const journal = await readFile(join(runs, name, 'journal.ndjson'), 'utf8').catch(() => '');
    return journal.split(`"status":"${status}"`).length > times ? true : undefined;
  };
  if (!(await poll(look, { clock: systemClock, timeoutMs: 60_000, intervalMs: 5 })))
    throw new Error(`no run reached ${status}`);
}

interface Strike {
  readonly blow: Blow;
  readonly supops: ChildProcess;
}

async function deal(workspace: Workspace, sample: Sample, { blow, supops }: Strike): Promise<void> {
  const pid = supops.pid as number;
  switch (blow) {
    case 'kill -9':
      return signal(-pid, 'SIGKILL');
    case 'helper':
      return killContainers(workspace, helperOf(sample));
    case 'restart':
      await run('docker', ['restart', '-t', '1', `${workspace.stack}-${sample.instance ?? sample.service}`]).catch(() => {});
      return;
    case 'SIGTERM':
      return signal(pid, 'SIGTERM');
    case 'Ctrl-C twice':
      signal(-pid, 'SIGINT');
      await systemClock.sleep(100);
      return signal(-pid, 'SIGINT');
    case 'all at once':
      // Stopped, supops cannot notice that its helpers are gone.
      signal(-pid, 'SIGSTOP');
      await killContainers(workspace, 'agent-');
      await killContainers(workspace, 'guardian');
      return signal(-pid, 'SIGKILL');
  }
}

const helperOf = ({ kind, more = {} }: Sample): string => (faultKind(kind).agent?.(more) ? 'agent-' : 'guardian');

async function killContainers({ stack }: Workspace, name: string): Promise<void> {
  const found = await run('docker', ['ps', '-q', '--filter', `name=^/${stack}-${name}`]);
  const ids = found.split('\n').filter((id) => id !== '');
  if (ids.length > 0) await run('docker', ['kill', ...ids]).catch(() => {});
}

// The run may have ended by itself in the same moment.
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {}
}
