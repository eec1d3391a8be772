import { formatSpan } from '../../core/duration.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import { abortText } from '../conditions/words.js';
import type { AbortCondition, Condition } from '../model/condition.js';
import type { RunContext } from './context.js';
import { readCondition } from './read-condition.js';
import { waitUntil } from './wait.js';
import { type ConditionWatch, type TimedReading, watchConditions } from './watch-conditions.js';

/** How long a condition may give no clear answer until the run ends: nobody would notice any more what it is there to prevent. */
const UNCLEAR_MS: Milliseconds = 10_000;

/** Why a reading ends the run; `undefined` if it does not. `now` and the reading's moments are on the same clock. */
export function reasonToAbort(
  abort: AbortCondition,
  { state, value, since }: TimedReading,
  now: Milliseconds,
): string | undefined {
  const text = abortText(abort);
  if (state === (abort.on === 'when' ? 'holds' : 'fails')) return `${text}: ${value}`;
  if (state !== 'unknown' || now - since < UNCLEAR_MS) return undefined;
  return `${text}: no clear answer for ${formatSpan(now - since)}: ${value}`;
}

/**
 * Looks at a scenario's abort conditions until it is stopped, and calls `end` with the reason as soon as one of them ends the run. Resolves when all of
 * them have been looked at and none does. Rejects if that cannot be said.
 */
export async function watchAborts(context: RunContext, end: (reason: SupopsError) => void): Promise<ConditionWatch> {
  const { scenario, clock } = context;
  const aborts = scenario.abort ?? [];
  const start = clock.now();
  const watch = watchConditions(
    aborts.map(({ condition }) => condition),
    {
      clock,
      read: (condition: Condition) => readCondition(context, condition),
      onReading: (index, reading) => {
        const reason = reasonToAbort(aborts[index] as AbortCondition, reading, clock.now());
        if (reason !== undefined) end(aborted(reason));
      },
    },
  );
  const unclear = () => watch.found(start).find(({ state }) => state === 'unknown');
  try {
    const clear = await waitUntil(context, 2 * UNCLEAR_MS, () => {
      const open = unclear();
      return open && `a clear answer: ${open.condition} (${open.value})`;
    });
    // What has been found ends the run, even if that was not noticed yet.
    context.signal.throwIfAborted();
    if (!clear) throw aborted(`${unclear()?.condition} gives no clear answer`);
    return watch;
  } catch (error) {
    watch.stop();
    throw error;
  }
}

const aborted = (reason: string) =>
  new SupopsError({
    code: 'aborted',
    exitCode: EXIT.aborted,
    message: `an abort condition ended the run: ${reason}`,
    hint: 'if no data means zero, add `or vector(0)` to the query',
  });
