import { executeUndo } from '../../faults/undo/execute.js';
import type { UndoTools } from '../../faults/undo/executor.js';
import type { UndoRecord } from '../../model/fault.js';
import { parseLine } from '../runtime/lines.js';
import type { GuardianCommand, GuardianReply } from './protocol.js';

// The killer's last request may still be in flight in the engine after its connection is gone: the restored state must outlast it.
const GUARD_SETTLE_MS = 3_000;
const GUARD_TIMEOUT_MS = 60_000;

/** What the guardian depends on. */
export interface GuardOptions {
  readonly tools: UndoTools;
  /** Lines of standard input; ends when supops is gone. */
  readonly input: AsyncIterable<string>;
  reply(reply: GuardianReply): void;
  /** Aborted by SIGTERM: undo now. */
  readonly signal: AbortSignal;
  /** Removes what programs of the run are still there, once everything is undone. */
  sweep(): Promise<void>;
}

type End = 'released' | 'end of input' | 'time to live' | 'signal';

/**
 * Holds the undo list of a run and executes it when supops dies (end of input), hangs (time to live) or the guardian receives SIGTERM.
 * @returns the exit code: 0 released or undone, 1 dirty.
 */
export async function guard(options: GuardOptions): Promise<number> {
  const { reply } = options;
  let records: readonly UndoRecord[] = [];
  const end = await waitForEnd(options, (armed) => {
    records = armed;
  });
  if (end === 'released') {
    reply({ type: 'released' });
    return 0;
  }
  reply({ type: 'undoing', reason: end });
  const result = await executeUndo(options.tools, records, {
    timeoutMs: GUARD_TIMEOUT_MS,
    settleMs: records.length > 0 ? GUARD_SETTLE_MS : 0,
  });
  await options.sweep().catch(() => {});
  reply(result.done ? { type: 'undone', detail: result.detail } : { type: 'dirty', detail: result.detail });
  return result.done ? 0 : 1;
}

async function waitForEnd(
  { tools: { clock }, input, reply, signal }: GuardOptions,
  arm: (records: readonly UndoRecord[]) => void,
): Promise<End> {
  let timer = new AbortController();
  return new Promise<End>((resolve) => {
    signal.addEventListener('abort', () => resolve('signal'), { once: true });
    const read = async () => {
      for await (const line of input) {
        const command = parseLine<GuardianCommand>(line);
        if (command?.type === 'release') return resolve('released');
        if (command?.type !== 'arm') continue;
        arm(command.records);
        timer.abort();
        timer = new AbortController();
        clock.sleep(command.ttlMs, timer.signal).then(
          () => resolve('time to live'),
          () => {},
        );
        reply({ type: 'armed', records: command.records.length });
      }
      resolve('end of input');
    };
    read().catch(() => resolve('end of input'));
  }).finally(() => timer.abort());
}
