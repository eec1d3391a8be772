import type { Milliseconds } from '../../core/time.js';
import type { Phase } from '../record/events.js';
import type { RunContext } from './context.js';

const LOOK_EVERY_MS: Milliseconds = 100;

/**
 * Polls until `pending` reports that there is nothing left to wait for, and writes to the journal each time the answer changes.
 * @returns true if that happened within `limitMs`, false otherwise. Rejects with the signal's reason when the run is aborted.
 */
export async function waitUntil(
  { clock, journal, signal }: Pick<RunContext, 'clock' | 'journal' | 'signal'>,
  limitMs: Milliseconds,
  pending: () => string | undefined,
): Promise<boolean> {
  const deadline = clock.monotonic() + limitMs;
  let written: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const reason = pending();
    if (reason === undefined) return true;
    const left = deadline - clock.monotonic();
    if (left <= 0) return false;
    if (reason !== written) await journal.append({ type: 'waiting', for: reason, limitMs: Math.round(left) });
    written = reason;
    await clock.sleep(Math.min(LOOK_EVERY_MS, left), signal);
  }
}

/** Runs a phase between its two journal lines. The end is written even if the phase fails. */
export async function inPhase<T>({ journal }: Pick<RunContext, 'journal'>, phase: Phase, body: () => Promise<T>): Promise<T> {
  await journal.append({ type: 'phase', phase, status: 'started' });
  try {
    return await body();
  } finally {
    await journal.append({ type: 'phase', phase, status: 'ended' });
  }
}

/** `a, b and 3 more`. */
export const some = (items: readonly string[], most = 3): string =>
  items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
