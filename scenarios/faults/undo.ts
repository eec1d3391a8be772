import { commandLine } from '../../core/command-line.js';
import { withDeadline } from '../../core/deadline.js';
import { formatSpan } from '../../core/duration.js';
import { messageOf, SupopsError } from '../../core/errors.js';
import { poll } from '../../core/poll.js';
import type { Clock, Milliseconds } from '../../core/time.js';
import { type Engine, type Instance, type Lifecycle, type Listing, need } from '../../stack/engine/engine.js';
import { stackSelector } from '../../stack/model/labels.js';
import { formatRestartPolicy, parseRestartPolicy } from '../../stack/model/restart-policy.js';
import type { InstanceRef, UndoRecord } from '../model.js';

/** What the interpreter needs of an engine. */
export type UndoEngine = Listing & Lifecycle & Pick<Engine, 'kind' | 'restartPolicy'>;

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
 * the run, the guardian and the clean-up of leftovers. Idempotent; gives up after `timeoutMs`, also on an engine that does not answer.
 */
export async function executeUndo(
  engine: UndoEngine,
  records: readonly UndoRecord[],
  options: { readonly clock: Clock; readonly timeoutMs: Milliseconds; readonly settleMs: Milliseconds },
): Promise<UndoResult> {
  const { clock, timeoutMs, settleMs } = options;
  let last: UndoResult = { done: false, detail: 'not tried' };
  let doneSince: Milliseconds | undefined;
  const deadline = clock.monotonic() + timeoutMs;
  const silent = () => new Error(`the engine did not answer within ${formatSpan(timeoutMs)}`);
  const settled = await poll(
    async () => {
      const leftMs = Math.max(1, deadline - clock.monotonic());
      const attempt = await withDeadline(undoAll(engine, records), leftMs, silent).catch(
        (error): Attempt => failed(messageOf(error)),
      );
      last = attempt;
      if (!attempt.done) doneSince = undefined;
      else if (attempt.changed || doneSince === undefined) doneSince = clock.monotonic();
      return doneSince !== undefined && clock.monotonic() - doneSince >= settleMs ? last : undefined;
    },
    { clock, timeoutMs, intervalMs: 200 },
  );
  return settled ?? (last.done ? { done: false, detail: `${last.detail}, but it did not last` } : last);
}

interface Attempt extends UndoResult {
  /** Something was not as wanted and had to be touched. */
  readonly changed: boolean;
}

// One record that cannot be undone is no reason to leave the others undone: a victim that runs without its policy is better than none.
async function undoAll(engine: UndoEngine, records: readonly UndoRecord[]): Promise<Attempt> {
  const attempts: Attempt[] = [];
  for (const record of records)
    attempts.push(await undoOne(engine, record).catch((error): Attempt => failed(messageOf(error))));
  const left = attempts.filter(({ done }) => !done);
  const details = new Set((left.length > 0 ? left : attempts).map(({ detail }) => detail));
  return { done: left.length === 0, detail: [...details].join(', '), changed: attempts.some(({ changed }) => changed) };
}

const failed = (detail: string): Attempt => ({ done: false, detail, changed: false });

async function undoOne(engine: UndoEngine, record: UndoRecord): Promise<Attempt> {
  const victim = await findVictim(engine, record.target);
  if (victim === undefined) return replacement(engine, record.target);
  switch (record.kind) {
    case 'set-restart-policy': {
      const policy = parseRestartPolicy(record.args.policy);
      if (policy === undefined) return failed(`"${record.args.policy}" is not a restart policy`);
      return restore(engine, victim, `restart policy ${record.args.policy}`, {
        holds: ({ restartPolicy }) => formatRestartPolicy(restartPolicy) === record.args.policy,
        mend: () => need(engine, 'restartPolicy').set(victim.id, policy),
      });
    }
    case 'start':
      return restore(engine, victim, 'running', {
        holds: ({ state }) => state === 'running',
        mend: () => engine.start(victim.id),
      });
  }
}

async function restore(
  engine: UndoEngine,
  victim: Instance,
  wanted: string,
  { holds, mend }: { holds(now: Instance): boolean; mend(): Promise<void> },
): Promise<Attempt> {
  const done = { done: true, detail: `${victim.service} ${wanted}` };
  if (holds(victim)) return { ...done, changed: false };
  await mend();
  const now = await engine.inspect(victim.id);
  if (holds(now)) return { ...done, changed: true };
  return failed(
    `${victim.service} is ${now.state} with restart policy ${formatRestartPolicy(now.restartPolicy)}, not ${wanted}`,
  );
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
async function replacement(engine: UndoEngine, target: InstanceRef): Promise<Attempt> {
  const { instances } = await engine.observe(stackSelector(target.stack));
  const other = instances.find(({ instance }) => instance === target.service);
  if (other?.state !== 'running')
    return failed(`${target.service} (${shortId(target.id)}) is gone; \`${commandLine('up', target.stack)}\` brings it back`);
  return { done: true, detail: `${target.service} was replaced by ${shortId(other.id)}`, changed: false };
}

const shortId = (id: string): string => id.slice(0, 12);
