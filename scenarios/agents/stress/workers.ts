import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { Job } from './args.js';
import { foldersOf, type Groups } from './groups.js';

/** Processes that load the victim. */
export interface Workers {
  /** How many of them still run. */
  running(): number;
  /** What they have written to disk so far, bytes. */
  written(): Promise<number>;
  /** Ends them, and resolves when they are gone. May be called twice. */
  end(): Promise<void>;
}

/** As few threads as Node can do with: a group may bound their number. */
const OPTIONS = ['--v8-pool-size=1', '--max-old-space-size=32'];

/**
 * Starts a process for each job, moves them into the groups of the victim, and lets them work. If the victim runs out of memory the kernel is to end them
 * first. Rejects if they cannot be moved; none is left then.
 * @param file for jobs that write
 */
export async function startWorkers(jobs: readonly Job[], groups: Groups, file: string): Promise<Workers> {
  const children = jobs.map((job) => startWorker(job, file));
  const running = () => children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const end = async () => {
    await Promise.all(
      running().map((child) => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        return gone;
      }),
    );
  };
  try {
    for (const child of children) {
      await ready(child);
      await writeFile(`/proc/${child.pid}/oom_score_adj`, '1000');
      for (const folder of foldersOf(groups)) await writeFile(`${folder}/cgroup.procs`, String(child.pid));
    }
  } catch (error) {
    await end();
    throw error;
  }
  for (const child of children) child.stdin?.write('\n');
  const written = async () => (await Promise.all(running().map(writtenBy))).reduce((sum, bytes) => sum + bytes, 0);
  return { running: () => running().length, written, end };
}

function startWorker(job: Job, file: string): ChildProcess {
  const program = process.argv[1] ?? '';
  const child = spawn(process.execPath, [...OPTIONS, program, 'work', JSON.stringify(job), file], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin?.on('error', () => {});
  return child;
}

/** A process that has begun: what it takes to begin is not the victim's. */
async function ready(child: ChildProcess): Promise<void> {
  const begun = child.stdout && once(child.stdout, 'data');
  const failed = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`a process of the load ended with exit code ${code}`)),
  );
  failed.catch(() => {});
  await Promise.race([begun, failed]);
}

/** By the kernel's counter: https://docs.kernel.org/filesystems/proc.html#proc-pid-io-display-the-io-accounting-fields. */
const writtenBy = ({ pid }: ChildProcess): Promise<number> =>
  readFile(`/proc/${pid}/io`, 'utf8').then(
    (text) => Number(/^write_bytes: (\d+)$/m.exec(text)?.[1] ?? 0),
    () => 0,
  );
