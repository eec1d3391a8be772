import { withDeadline } from '../../core/deadline.js';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { Engine, Helper, InstanceSpec } from '../../stack/engine/engine.js';
import { need } from '../../stack/engine/engine.js';
import { LABEL } from '../../stack/model/labels.js';
import type { FileEntry } from '../../stack/model/stack.js';
import type { HelperHost, Supervised } from '../../stack/supervised/supervised.js';
import { type Conversation, converse } from '../agents/client/conversation.js';
import { agentProgramPath, GUARDIAN } from '../agents/guardian/programs.js';
import type { GuardianCommand, GuardianReply } from '../agents/guardian/protocol.js';
import type { Programs } from '../faults/undo/executor.js';
import type { UndoRecord } from '../model/fault.js';
import { findHolder, runActive } from './holder.js';
import { thisOwner } from './owner.js';

/** The helper that outlives supops for as long as it takes to undo a fault. Its name is the stack's lock: one run at a time. */
export interface Guardian {
  /** Hands over the undo list; resolves when the guardian confirms that it has it. */
  arm(records: readonly UndoRecord[], ttlMs: Milliseconds): Promise<void>;
  /** Takes the undo list back, since nothing is owed any more. It stays, as the stack's lock, until it is released; never rejects. */
  disarm(): Promise<void>;
  /**
   * Releases the guardian without an undo; resolves when it is gone. One that does not exit is removed. Never rejects: whatever is left of it finds
   * nothing to undo. A second call does nothing.
   */
  release(): Promise<void>;
  /** Resolves with the reason when the guardian ends without having been disarmed or released. */
  readonly lost: Promise<string>;
  /** The same reason, if that has already happened. */
  isLost(): string | undefined;
  /** True from the hand-over of an undo list on, until it is disarmed or released. */
  armed(): boolean;
}

/** Engine-wide name of a stack's guardian. */
const guardianName = (stack: string): string => `${stack}-${GUARDIAN}`;

const PROGRAM = '/etc/supops/program.cjs';
const START_TIMEOUT_MS = 15_000;
const RELEASE_TIMEOUT_MS = 5_000;
/** Bound on the end of a run, from the undo on: by then supops hangs, and must not lock the stack for ever. */
const LOCK_TTL_MS = 3_600_000;

/** What a guardian is made of. */
export interface GuardianParts {
  readonly host: HelperHost;
  readonly run: string;
  readonly programs: Programs;
  /** Names of the agents whose traces it may have to remove. */
  readonly agents: readonly string[];
  /** Name of the run's scenario, for those who find the stack held. */
  readonly scenario?: string;
  /** No other run may take place on the engine. */
  readonly exclusive?: boolean;
}

const fileOf = async (path: string, content: Promise<string>): Promise<FileEntry> => ({
  path,
  content: await content,
  mode: 0o444,
  uid: 0,
  gid: 0,
});

/**
 * Starts the guardian of a run and waits until it can reach the engine. Rejects with `run-active` (exit 4) if another run holds the stack,
 * and with `guardian-failed` (exit 4) if it does not come up.
 */
export async function startGuardian(
  { engine, name }: Pick<Supervised, 'engine' | 'name'>,
  parts: GuardianParts,
): Promise<Guardian> {
  const { programs, agents } = parts;
  const files = await Promise.all([
    fileOf(PROGRAM, programs(GUARDIAN)),
    ...agents.map((agent) => fileOf(agentProgramPath(agent), programs(agent))),
  ]);
  const helper = await create(engine, guardianSpec(name, parts), files, name);
  const replies = converse<GuardianReply>(helper, failed);
  try {
    await replies.next(['ready'], START_TIMEOUT_MS);
  } catch (error) {
    // It would keep the stack locked for nothing.
    await engine.remove(helper.id).catch(() => {});
    throw error;
  }
  return toGuardian(engine, helper, replies);
}

function toGuardian(engine: Engine, helper: Helper, replies: Conversation<GuardianReply>): Guardian {
  let released = false;
  let armed = false;
  let disarmed = false;
  let lostReason: string | undefined;
  const lost = new Promise<string>((resolve) => {
    const markLost = (how: string) => {
      if (released || disarmed) return;
      lostReason = `the guardian ${how}${said(replies.lastWords())}`;
      resolve(lostReason);
    };
    // If the engine goes down, the wait for the guardian's end fails with it.
    helper.exited.then(
      (code) => markLost(`ended with exit code ${code}`),
      (error) => markLost(`was lost (${messageOf(error)})`),
    );
  });
  const send = (command: GuardianCommand) => helper.write(`${JSON.stringify(command)}\n`);
  return {
    lost,
    isLost: () => lostReason,
    armed: () => armed && !released,
    arm: async (records, ttlMs) => {
      armed = true;
      await send({ type: 'arm', ttlMs, records });
      await replies.next(['armed'], START_TIMEOUT_MS);
    },
    disarm: async () => {
      disarmed = true;
      armed = false;
      // One that is gone, or keeps its list, would find nothing to undo.
      const empty = send({ type: 'arm', ttlMs: LOCK_TTL_MS, records: [] }).then(() =>
        replies.next(['armed'], START_TIMEOUT_MS),
      );
      await empty.catch(() => {});
    },
    release: async () => {
      if (released || lostReason !== undefined) return;
      released = true;
      const leave = send({ type: 'release' }).then(() => helper.exited);
      await withDeadline(leave, RELEASE_TIMEOUT_MS, () => new Error('it stays')).catch(() =>
        engine.remove(helper.id).catch(() => {}),
      );
    },
  };
}

async function create(engine: Engine, spec: InstanceSpec, files: readonly FileEntry[], stack: string): Promise<Helper> {
  try {
    return await need(engine, 'helpers').run(spec, files);
  } catch (error) {
    if (!(error instanceof SupopsError) || error.code !== 'conflict') throw error;
    throw runActive(await findHolder(engine, stack).catch(() => ({ stack })), error);
  }
}

function guardianSpec(name: string, { host: { image, node }, run, scenario, exclusive = false }: GuardianParts): InstanceSpec {
  return {
    name: guardianName(name),
    hostname: GUARDIAN,
    image,
    command: [node, '--max-old-space-size=64', PROGRAM, run],
    env: {},
    labels: {
      [LABEL.stack]: name,
      [LABEL.service]: GUARDIAN,
      [LABEL.role]: 'helper',
      [LABEL.run]: run,
      [LABEL.owner]: thisOwner(),
      ...(scenario !== undefined && { [LABEL.scenario]: scenario }),
      ...(exclusive && { [LABEL.exclusive]: 'true' }),
    },
    dns: [],
    ports: [],
    publishAddress: '127.0.0.1',
    volumes: [{ path: '/etc/supops' }],
    tmpfs: [],
    resources: { memoryBytes: 128 * 1024 * 1024, pids: 32 },
    // Root without capabilities: enough for the engine's socket, and for nothing else.
    security: { uid: 0, gid: 0, readOnlyRoot: true, capabilities: [], engineSocket: true },
    restart: { name: 'no' },
    stdin: true,
    removeOnExit: true,
  };
}

const failed = (awaited: string, lastWords: string) =>
  new SupopsError({
    code: 'guardian-failed',
    exitCode: EXIT.unavailable,
    message: `the guardian ${awaited === 'ready' ? 'did not come up' : `did not answer "${awaited}"`}${said(lastWords)}`,
    hint: 'see whether the engine answers (docker info), and run the scenario again',
  });

const said = (lastWords: string): string => (lastWords === '' ? '' : `: ${lastWords}`);
