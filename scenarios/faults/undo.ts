import { messageOf, SupopsError } from '../../core/errors.js';
import { poll } from '../../core/poll.js';
import type { Clock, Milliseconds } from '../../core/time.js';
import type { Instance, Lifecycle, Listing } from '../../stack/engine/engine.js';
import type { InstanceRef, UndoRecord } from '../model.js';

/** What the interpreter needs of an engine. */
export type UndoEngine = Listing & Lifecycle;

/** The state of an undo after it was tried. */
export interface UndoResult {
  readonly done: boolean;
  /** What is as it should be, or what is not. */
  readonly detail: string;
}

/** How long a restored state must last before it is believed: a fault's request may still be on its way through the engine. */
export const SETTLE_MS: Milliseconds = 1_000;

/**
 * Executes undo records in order until each one's state reads back as wanted, without a break for `settleMs`. The one interpreter shared by
 * the run, the guardian and the clean-up of leftovers. Idempotent; gives up after `timeoutMs`.
 */
export async function executeUndo(
  engine: UndoEngine,
  records: readonly UndoRecord[],
  options: { readonly clock: Clock; readonly timeoutMs: Milliseconds; readonly settleMs: Milliseconds },
): Promise<UndoResult> {
  const { clock, timeoutMs, settleMs } = options;
  let last: UndoResult = { done: false, detail: 'not tried' };
  let doneSince: Milliseconds | undefined;
  const settled = await poll(
    async () => {
      last = await undoAll(engine, records);
      if (!last.done) doneSince = undefined;
      else doneSince ??= clock.monotonic();
      return doneSince !== undefined && clock.monotonic() - doneSince >= settleMs ? last : undefined;
    },
    { clock, timeoutMs, intervalMs: 200 },
  );
  return settled ?? (last.done ? { done: false, detail: `${last.detail}, but it did not last` } : last);
}

async function undoAll(engine: UndoEngine, records: readonly UndoRecord[]): Promise<UndoResult> {
  const details: string[] = [];
  for (const record of records) {
    const result = await undoOne(engine, record).catch((error): UndoResult => ({ done: false, detail: messageOf(error) }));
    if (!result.done) return result;
    details.push(result.detail);
  }
  return { done: true, detail: details.join(', ') };
}

async function undoOne(engine: UndoEngine, record: UndoRecord): Promise<UndoResult> {
  const victim = await findVictim(engine, record.target);
  if (victim === undefined) return replacement(engine, record.target);
  switch (record.kind) {
    case 'set-restart-policy':
      if (victim.restartPolicy !== record.args.policy) await engine.setRestartPolicy(victim.id, record.args.policy);
      return verify(engine, victim, (now) => now.restartPolicy === record.args.policy, `restart policy ${record.args.policy}`);
    case 'start':
      if (victim.state !== 'running') await engine.start(victim.id);
      return verify(engine, victim, (now) => now.state === 'running', 'running');
  }
}

async function findVictim(engine: UndoEngine, target: InstanceRef): Promise<Instance | undefined> {
  try {
    return await engine.inspect(target.id);
  } catch (error) {
    if (error instanceof SupopsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

// Somebody replaced the victim: the new instance was never touched, so there is nothing to undo on it.
async function replacement(engine: UndoEngine, target: InstanceRef): Promise<UndoResult> {
  const { instances } = await engine.observe(target.stack);
  const other = instances.find(({ service }) => service === target.service);
  if (other?.state === 'running') return { done: true, detail: `${target.service} was replaced by ${other.id.slice(0, 12)}` };
  return { done: false, detail: `${target.service} (${target.id.slice(0, 12)}) is gone; \`supops up\` brings it back` };
}

async function verify(
  engine: UndoEngine,
  victim: Instance,
  holds: (now: Instance) => boolean,
  wanted: string,
): Promise<UndoResult> {
  const now = await engine.inspect(victim.id);
  return holds(now)
    ? { done: true, detail: `${victim.service} ${wanted}` }
    : { done: false, detail: `${victim.service} is ${now.state} with restart policy ${now.restartPolicy}, not ${wanted}` };
}
