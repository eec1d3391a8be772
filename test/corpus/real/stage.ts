import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunResult } from '../../../scenarios/judge/result.js';
import type { JournalLine } from '../../../scenarios/record/events.js';
import { readJournal } from '../../../scenarios/record/journal.js';
import { createWorkspace, expectExit, resultOf, type Workspace } from '../../helpers/workspace.js';
import { findingName } from '../finding-name.js';
import { judgedAgain } from '../recorded/recorded.js';
import type { Said } from '../situation.js';
import { writeMonitoring } from './monitoring.js';
import type { RealSituation, Stage } from './real.js';

/** A stack of its own for one situation after another. */
export interface Theatre {
  say(situation: RealSituation): Promise<Said & { readonly busy: boolean }>;
  remove(): Promise<void>;
}

const CATALOGUE = new URL('../../../scenarios/catalogue/db-down.yaml', import.meta.url);

/** Deploys the stack. */
export async function openTheatre(stack: string): Promise<Theatre> {
  const workspace = await createWorkspace(stack);
  const up = async (...args: string[]): Promise<URL> => {
    const result = expectExit(await workspace.supops('up', '--output', 'json', ...args), 0);
    const { urls } = JSON.parse(result.stdout) as { readonly urls: Readonly<Record<string, string>> };
    return new URL(urls.alertmanager ?? '');
  };
  let count = 0;
  return {
    say: async (situation) => {
      count += 1;
      const dir = join(workspace.dir, `situation-${count}`);
      await mkdir(dir);
      // Also brings back whatever the last situation stopped.
      const alertmanager = await up(...(await writeMonitoring(dir, situation.monitoring ?? {})));
      const stage: Stage = { engine: workspace.engine, instance: workspace.instance, alertmanager };
      const file = join(dir, 'scenario.yaml');
      const text = await readFile(CATALOGUE, 'utf8');
      await writeFile(file, situation.scenario?.(text) ?? text);
      try {
        await situation.before?.(stage);
        return await made(situation, () => perform(workspace, stage, situation, file));
      } finally {
        await situation.afterwards?.(stage);
      }
    },
    remove: () => workspace.remove(),
  };
}

/** How often a situation is tried to be made. */
const TRIES = 3;

/** A run that found no steady state injected nothing: unless that is the point, the situation was not made, and is tried again. */
async function made<T extends Said>(situation: RealSituation, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const said = await run();
    if (said.outcome !== 'not-steady' || situation.outcome === 'not-steady' || tries === TRIES) return said;
  }
}

async function perform(workspace: Workspace, stage: Stage, situation: RealSituation, file: string) {
  const before = (await workspace.runs()).length;
  const journal = async (): Promise<readonly JournalLine[]> => {
    const name = (await workspace.runs())[before];
    return name === undefined ? [] : readJournal(await workspace.journal(name).catch(() => ''));
  };
  let ended = false;
  const running = workspace.supops('incident', file, '--output', 'json').finally(() => {
    ended = true;
  });
  const { meanwhile } = situation;
  if (meanwhile !== undefined) {
    while (!ended && !(await journal()).some(meanwhile.when)) await sleep(50);
    if (!ended) await meanwhile.act(stage);
  }
  const result = await running;
  if (result.stdout === '') throw new Error(`exit ${result.exitCode}\n${result.stderr}`);
  return saidOf(resultOf(result), await journal());
}

/**
 * What supops said. On a machine that was too busy it says so, and excuses what time alone can cause; the corpus asks about the rest, so the same
 * journal is then judged as if the machine had been calm.
 */
function saidOf({ outcome, findings }: RunResult, lines: readonly JournalLine[]): Said & { readonly busy: boolean } {
  if (outcome === undefined) throw new Error(JSON.stringify({ outcome, findings }));
  const busy = findings.some(({ id }) => id === 'host-overloaded');
  if (busy) return { ...judgedAgain(lines.filter(({ type }) => type !== 'host')), busy };
  return { outcome, findings: findings.map(findingName), busy };
}
