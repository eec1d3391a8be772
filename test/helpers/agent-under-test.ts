import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Agent, startAgent } from '../../scenarios/agents/client/agent.js';
import type { AgentNeed, AgentPlace } from '../../scenarios/agents/client/agent-spec.js';
import { type Instance, need } from '../../stack/engine/engine.js';
import { readProgram } from '../../stack/images/programs.js';
import { eventually } from './engine.js';
import { engine, image, LABELS, OURS, STACK } from './engine-under-test.js';
import type { HoldAgent } from './hold-agent.js';

// What the tests of agents share: an agent beside a small instance, in this process or in one that can be killed.

let directory: string;
let program: string;
const children = new Set<ChildProcess>();

/** To be called once by each file, after `useTestEngine`. */
export function useAgents(): void {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'supops-agent-'));
    program = join(directory, 'hold-agent.cjs');
    await build({
      entryPoints: [fileURLToPath(new URL('hold-agent.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['ssh2', '@grpc/*', 'protobufjs'],
      logLevel: 'error',
    });
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
  });
  afterAll(() => rmSync(directory, { recursive: true }));
}

/** An agent's place beside a victim. */
export function placeBeside({ service, instance, id, startedAt }: Instance, wanted: AgentNeed): AgentPlace {
  return {
    name: `${STACK}-agent`,
    id: 'e2e00001',
    run: STACK,
    victim: { selector: LABELS, service, instance, id, startedAt },
    need: wanted,
    host: { image, node: 'node' },
    owner: `test/${process.pid}`,
  };
}

/** An agent of this process. */
export const agentBeside = async (victim: Instance, wanted: AgentNeed): Promise<Agent> =>
  startAgent(engine, placeBeside(victim, wanted), await readProgram(wanted.program));

/** What an agent of another process is to do. */
export interface Order extends Pick<HoldAgent, 'args'> {
  readonly victim: Instance;
  readonly need: AgentNeed;
  readonly ttlMs?: number;
}

/** Has another process start an agent and make the fault, and resolves with that process when the fault is in place. */
async function faultOfAnother({ victim, need: wanted, args, ttlMs = 60_000 }: Order): Promise<ChildProcess> {
  const order: HoldAgent = {
    place: placeBeside(victim, wanted),
    program: fileURLToPath(new URL(`../../dist/programs/${wanted.program}.cjs`, import.meta.url)),
    args,
    ttlMs,
  };
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    env: { ...process.env, NODE_PATH: fileURLToPath(new URL('../../node_modules', import.meta.url)) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const said = once(createInterface({ input: child.stdout as Readable }), 'line');
  await Promise.race([said, once(child, 'exit').then(() => Promise.reject(new Error('the fault was not made')))]);
  return child;
}

const helperId = async (): Promise<string> => {
  const [helper] = (await engine.observe(OURS)).helpers;
  if (!helper) throw new Error('there is no agent');
  return helper.id;
};

/** Every end of a fault that nobody asked for. `make` resolves when the fault is in place, `end` ends it. */
export const ENDS: readonly {
  readonly by: string;
  make(order: Order): Promise<{ end(): Promise<void> }>;
}[] = [
  {
    by: 'kill -9 of supops',
    make: async (order) => {
      const child = await faultOfAnother(order);
      return { end: async () => void child.kill('SIGKILL') };
    },
  },
  {
    by: 'SIGTERM to the agent',
    make: async (order) => {
      await faultOfAnother(order);
      return { end: async () => engine.stop(await helperId(), 5_000) };
    },
  },
  {
    by: 'SIGKILL of the agent',
    make: async (order) => {
      await faultOfAnother(order);
      return { end: async () => need(engine, 'kill').kill(await helperId()) };
    },
  },
  {
    by: 'the end of its time to live',
    make: async (order) => {
      await faultOfAnother({ ...order, ttlMs: 5_000 });
      return { end: async () => {} };
    },
  },
];

/** Waits until no agent is left. */
export const untilNoAgent = (): Promise<void> =>
  eventually(async () => expect((await engine.observe(OURS)).helpers).toEqual([]), 15_000);
