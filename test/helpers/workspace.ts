import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '../../core/time.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import { connectEngine } from '../../stack/engine/connect.js';
import type { Engine, Instance } from '../../stack/engine/engine.js';
import { stackSelector } from '../../stack/model/labels.js';
import { type CliResult, runSupops } from './cli.js';

/** An empty folder with a stack name and a state directory of its own: what one user has. */
export interface Workspace {
  readonly dir: string;
  readonly stack: string;
  readonly env: Readonly<Record<string, string>>;
  readonly engine: Engine;
  /** The built supops in this folder on this stack. */
  supops(...args: string[]): Promise<CliResult>;
  instance(service: string): Promise<Instance>;
  /** Folders of runs, oldest first. */
  runs(): Promise<readonly string[]>;
  journal(run: string): Promise<string>;
  /** `down`, and the proof that nothing of the stack is left. */
  remove(): Promise<void>;
}

/** Makes a workspace. The stack is not deployed. */
export async function createWorkspace(stack: string): Promise<Workspace> {
  const dir = await mkdtemp(join(tmpdir(), `${stack}-`));
  const env = { XDG_STATE_HOME: join(dir, 'state'), SUPOPS_STACK: stack, NO_COLOR: '1' };
  const engine = await connectEngine({ env: process.env, home: homedir(), platform: process.platform, clock: systemClock });
  const runsDir = join(dir, '.supops', 'runs');
  const supops = (...args: string[]) => runSupops(args, { cwd: dir, env, timeoutMs: 300_000 });
  return {
    dir,
    stack,
    env,
    engine,
    supops,
    instance: async (name) => {
      const found = (await engine.observe(stackSelector(stack))).instances.find(({ instance }) => instance === name);
      if (!found) throw new Error(`no instance ${name}`);
      return found;
    },
    runs: async () => (await readdir(runsDir).catch(() => [])).sort(),
    journal: (run) => readFile(join(runsDir, run, 'journal.ndjson'), 'utf8'),
    remove: async () => {
      const down = await supops('down');
      const left = await engine.observe(stackSelector(stack));
      engine.close();
      await rm(dir, { recursive: true, force: true });
      expect(down).toMatchObject({ exitCode: 0 });
      expect(left).toMatchObject({ instances: [], helpers: [], volumes: [], networks: [] });
    },
  };
}

/** Fails with the whole output of a command that did not end as wanted. */
export function expectExit(result: CliResult, code: number): CliResult {
  if (result.exitCode !== code)
    throw new Error(`exit ${result.exitCode} instead of ${code}\n${result.stdout}\n${result.stderr}`);
  return result;
}

/** The result document of `incident --output json`. */
export const resultOf = (result: CliResult): RunResult => JSON.parse(result.stdout) as RunResult;

/** `alert: finding` pairs, or `finding` alone, without repetitions. */
export const findingsOf = ({ findings }: RunResult): readonly string[] =>
  [...new Set(findings.map(({ id, alert }) => (alert === undefined ? id : `${alert}: ${id}`)))].sort();

/** Runs a program of the host and resolves with its output; rejects where it fails. */
export const run = (command: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, args, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout),
    );
  });
