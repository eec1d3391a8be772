import { messageOf } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import { executeUndo, SETTLE_MS, type UndoResult } from '../faults/undo/execute.js';
import type { UndoTools } from '../faults/undo/executor.js';
import type { UndoRecord } from '../model/fault.js';
import type { RunEvent } from '../record/events.js';
import { type ActiveRun, clearActiveRun, writeActiveRun } from './active-run.js';
import type { Guardian } from './guardian.js';
import { thisOwner } from './owner.js';

const UNDO_TIMEOUT_MS: Milliseconds = 30_000;

/** What a ledger works with. */
export interface LedgerOptions {
  readonly tools: UndoTools;
  /** Absent if the system has no place for one: a run that is killed is then undone only by the next start. */
  readonly guardian?: Guardian | undefined;
  /** Where the active run is noted, and what the note says besides the undo records. */
  readonly note: { readonly path: string; readonly active: Omit<ActiveRun, 'records'> };
  /** How long the guardian lets faults live after each change of the ledger. */
  readonly ttlMs: Milliseconds;
  append(event: RunEvent): Promise<unknown>;
}

/**
 * What a run owes the system: the undo records of its faults. The note and the guardian always hold all of them, in the order in which they are to be
 * executed: the last fault first.
 */
export interface Ledger {
  /** Takes over what undoes a fault. When this resolves, a crash of supops can no longer leave the fault behind. */
  add(fault: string, records: readonly UndoRecord[]): Promise<void>;
  /** Faults that are owed an undo, the last one first. */
  owed(): readonly string[];
  /** Records that the request of a fault may still be in flight in the engine, or no longer is. */
  inFlight(fault: string, flying: boolean): void;
  /**
   * Undoes one fault and verifies it by reading the state back. What is undone is no longer owed.
   * @param settled records that somebody else has undone and read back already
   */
  undo(fault: string, settled?: readonly UndoRecord[]): Promise<UndoResult>;
  /** Disarms the guardian, which stays as the stack's lock, and removes the note, once: to be called when nothing is owed. */
  release(): Promise<void>;
}

/** A ledger that owes nothing yet. */
export function openLedger({ tools, guardian, note, ttlMs, append }: LedgerOptions): Ledger {
  const entries: { readonly fault: string; readonly records: readonly UndoRecord[] }[] = [];
  const flying = new Set<string>();
  const newestFirst = () => entries.toReversed();
  const publish = async () => {
    const records = newestFirst().flatMap((entry) => entry.records);
    await writeActiveRun(note.path, { ...note.active, ...(guardian ? {} : { owner: thisOwner() }), records });
    await guardian?.arm(records, ttlMs);
  };
  let released = false;
  return {
    add: async (fault, records) => {
      entries.push({ fault, records });
      await publish();
      if (guardian) await append({ type: 'guardian', status: 'armed' });
    },
    owed: () => newestFirst().map(({ fault }) => fault),
    inFlight: (fault, is) => void (is ? flying.add(fault) : flying.delete(fault)),
    undo: async (fault, settled = []) => {
      const index = entries.findIndex((entry) => entry.fault === fault);
      const records = (entries[index]?.records ?? []).filter((record) => !settled.includes(record));
      const settleMs = flying.has(fault) ? SETTLE_MS : 0;
      const result = await executeUndo(tools, records, { timeoutMs: UNDO_TIMEOUT_MS, settleMs });
      if (!result.done || index < 0) return result;
      entries.splice(index, 1);
      // Others are still owed: a guardian that kept this one would only look at it once more.
      if (entries.length > 0) await publish().catch(() => {});
      return result;
    },
    release: async () => {
      if (released || entries.length > 0) return;
      released = true;
      await guardian?.disarm();
      // The note is only a reminder: the next start will find nothing left to undo.
      await clearActiveRun(note.path).catch((error) =>
        append({ type: 'note', severity: 'warning', text: `the note of this run stays: ${messageOf(error)}` }).catch(() => {}),
      );
      if (guardian) await append({ type: 'guardian', status: 'released' }).catch(() => {});
    },
  };
}
