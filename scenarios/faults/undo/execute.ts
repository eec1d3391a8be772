import { withDeadline } from '../../../core/deadline.js';
import { formatSpan } from '../../../core/duration.js';
import { messageOf, SupopsError } from '../../../core/errors.js';
import { poll } from '../../../core/poll.js';
import type { Milliseconds } from '../../../core/time.js';
import type { Engine, Instance } from '../../../stack/engine/engine.js';
import type { InstanceRef, UndoRecord } from '../../model/fault.js';
import type { UndoExecutor, UndoTools } from './executor.js';
import { executorOf } from './registry.js';

/** The result of an attempted undo. */
export interface UndoResult {
  readonly done: boolean;
  /** Something was not as wanted and had to be touched. */
  readonly changed: boolean;
  /** What is as it should be, or what is not. */
  readonly detail: string;
}

/** How long a restored state must last before it is believed: a fault's request may still be in flight in the engine. */
export const SETTLE_MS: Milliseconds = 1_000;

/**
 * Executes undo records in order until each one's state reads back as wanted, without a break for `settleMs`. The one interpreter shared by
 * the run, the guardian and the clean-up of leftovers. Idempotent; gives up after `timeoutMs`, even if the engine does not answer.
 */
export async function executeUndo(
  tools: UndoTools,
  records: readonly UndoRecord[],
  options: { readonly timeoutMs: Milliseconds; readonly settleMs: Milliseconds },
): Promise<UndoResult> {
  const { clock } = tools;
  const { timeoutMs, settleMs } = options;
  const final = new Map<UndoRecord, UndoResult>();
  let last: UndoResult = failed('not tried');
  let changed = false;
  let doneSince: Milliseconds | undefined;
  const deadline = clock.monotonic() + timeoutMs;
  const silent = () => new Error(`the engine did not answer within ${formatSpan(timeoutMs)}`);
  const settled = await poll(
    async () => {
      const leftMs = Math.max(1, deadline - clock.monotonic());
      const attempt = await withDeadline(undoAll(tools, records, final), leftMs, silent).catch((error) =>
        failed(messageOf(error)),
      );
      last = attempt;
      changed ||= attempt.changed;
      if (!attempt.done) doneSince = undefined;
      else if (attempt.changed || doneSince === undefined) doneSince = clock.monotonic();
      return doneSince !== undefined && clock.monotonic() - doneSince >= settleMs ? last : undefined;
    },
    { clock, timeoutMs, intervalMs: 200 },
  );
  if (settled) return { ...settled, changed };
  return { done: false, changed, detail: last.done ? `${last.detail}, but it did not last` : last.detail };
}

// One record that cannot be executed must not keep the others from being executed: a victim running without its policy is better than none.
async function undoAll(
  tools: UndoTools,
  records: readonly UndoRecord[],
  final: Map<UndoRecord, UndoResult>,
): Promise<UndoResult> {
  const attempts: UndoResult[] = [];
  for (const record of records) {
    const known = final.get(record);
    const attempt = known ?? (await undoOne(tools, record).catch((error) => failed(messageOf(error))));
    // Nothing of it can come back: it need not be looked at until it has lasted.
    if (attempt.done && executorOf(record)?.settles === false) final.set(record, { ...attempt, changed: false });
    attempts.push(attempt);
  }
  const left = attempts.filter(({ done }) => !done);
  const details = new Set((left.length > 0 ? left : attempts).map(({ detail }) => detail));
  return { done: left.length === 0, detail: [...details].join(', '), changed: attempts.some(({ changed }) => changed) };
}

const failed = (detail: string): UndoResult => ({ done: false, detail, changed: false });

async function undoOne(tools: UndoTools, record: UndoRecord): Promise<UndoResult> {
  const executor = executorOf(record);
  if (!executor) return failed(`this version of supops does not know how to undo "${record.kind}"`);
  const victim = await findVictim(tools.engine, record.target);
  return victim === undefined ? replacement(tools.engine, record.target) : restore(tools, victim, { executor, record });
}

async function restore(
  tools: UndoTools,
  victim: Instance,
  { executor, record: { args } }: { readonly executor: UndoExecutor; readonly record: UndoRecord },
): Promise<UndoResult> {
  const done = { done: true, detail: `${victim.instance} ${executor.wanted(args)}` };
  if ((await executor.look(tools, victim, args)).holds) return { ...done, changed: false };
  await executor.restore(tools, victim, args);
  const { holds, actual } = await executor.look(tools, await tools.engine.inspect(victim.id), args);
  if (holds) return { ...done, changed: true };
  return failed(`${victim.instance} is ${actual}, not ${executor.wanted(args)}`);
}

async function findVictim(engine: Engine, target: InstanceRef): Promise<Instance | undefined> {
  try {
    return await engine.inspect(target.id);
  } catch (error) {
    if (error instanceof SupopsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

// Somebody replaced the victim: the new instance was never touched, so there is nothing to undo on it.
async function replacement(engine: Engine, target: InstanceRef): Promise<UndoResult> {
  const { instances } = await engine.observe({ labels: target.selector });
  const other = instances.find(({ instance }) => instance === target.instance);
  if (other?.state !== 'running') return failed(`${target.instance} (${shortId(target.id)}) is gone`);
  return { done: true, detail: `${target.instance} was replaced by ${shortId(other.id)}`, changed: false };
}

const shortId = (id: string): string => id.slice(0, 12);
