import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine, Instance } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';
import { activeRunPath, readActiveRun } from '../safety/active-run.js';
import { stateOfOwner, thisOwner } from '../safety/owner.js';
import type { Remains } from './remains.js';

/** Where to look. */
export interface LookContext {
  readonly engine: Pick<Engine, 'info' | 'stacks' | 'observe'>;
  readonly stateDir: string;
  /** Only what belongs to this stack; absent: everything of supops' on the engine. */
  readonly only?: string | undefined;
}

/** Everything on the engine and in the state folder that a run or stack may have left; whether it did is for `judgeRemains` to say. */
export async function lookForRemains({ engine, stateDir, only }: LookContext): Promise<Remains> {
  const { id: engineId } = await engine.info();
  const isMeant = (stack: string | undefined) => only === undefined || stack === only;
  const [helpers, stacks, noted, elsewhere] = await Promise.all([
    engine.observe({ labels: { [LABEL.role]: 'helper' } }),
    engine.stacks(),
    notedStacks(engineFolder(stateDir, engineId)),
    only === undefined ? notesOfOthers(stateDir, engineFolder(stateDir, engineId)) : [],
  ]);
  const found = await Promise.all(
    stacks.filter(isMeant).map(async (stack) => ({ stack, ...(await engine.observe(stackSelector(stack))) })),
  );
  return {
    notes: await Promise.all(noted.filter(isMeant).map((stack) => readNote(activeRunPath(stateDir, engineId, stack), stack))),
    helpers: helpers.helpers.filter(({ labels }) => isMeant(labels[LABEL.stack])).map(toHelper),
    empty: found
      .filter(({ instances, volumes, networks }) => instances.length === 0 && volumes.length + networks.length > 0)
      .map(({ stack, volumes, networks }) => ({ stack, volumes: volumes.length, networks: networks.length })),
    elsewhere,
  };
}

const engineFolder = (stateDir: string, engineId: string): string => dirname(dirname(activeRunPath(stateDir, engineId, 'any')));

const NOTE = 'active-run.json';

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const foldersIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter((one) => one.isDirectory()).map(({ name }) => name);

async function notedStacks(folder: string): Promise<readonly string[]> {
  const stacks = await foldersIn(folder);
  const has = await Promise.all(stacks.map((stack) => isThere(join(folder, stack, NOTE))));
  return stacks.filter((_, i) => has[i]).sort();
}

async function notesOfOthers(stateDir: string, own: string): Promise<readonly string[]> {
  const folders = (await foldersIn(stateDir)).map((name) => join(stateDir, name)).filter((folder) => folder !== own);
  const found = await Promise.all(
    folders.map(async (folder) => (await notedStacks(folder)).map((stack) => join(folder, stack, NOTE))),
  );
  return found.flat();
}

async function readNote(path: string, stack: string): Promise<Remains['notes'][number]> {
  const active = await readActiveRun(path);
  return { stack, path, ...(active && { run: active.run, owner: stateOfOwner(active.owner) }) };
}

const toHelper = ({ id, name, state, service, labels }: Instance): Remains['helpers'][number] => ({
  id,
  name,
  state,
  service,
  ...(labels[LABEL.stack] !== undefined && { stack: labels[LABEL.stack] }),
  ...(labels[LABEL.run] !== undefined && { run: labels[LABEL.run] }),
  ...(labels[LABEL.owner] !== undefined && { owner: ownerState(labels[LABEL.owner]) }),
});

// The instance beside which agents are tried is this process's own.
const ownerState = (owner: string | undefined) => (owner === thisOwner() ? 'alive' : stateOfOwner(owner));
