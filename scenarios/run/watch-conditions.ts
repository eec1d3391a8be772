import type { Clock, Milliseconds } from '../../core/time.js';
import { conditionText } from '../conditions/words.js';
import type { Condition, Reading } from '../model/condition.js';
import type { FoundCondition } from './conditions.js';

const LOOK_EVERY_MS: Milliseconds = 1_000;

/** A reading, when its look began, and since which look the state has been the same. */
export interface TimedReading extends Reading {
  readonly at: Milliseconds;
  readonly since: Milliseconds;
}

/** Moments that are rounded differently are the same. */
const ROUNDING_MS: Milliseconds = 1;

/** Conditions that are looked at again and again. */
export interface ConditionWatch {
  /** The latest reading of each condition whose look began at `since` or later; unknown for one that has not been looked at since then. */
  found(since: Milliseconds): readonly FoundCondition[];
  /** Ends the looks. */
  stop(): void;
}

/** How conditions are watched. */
export interface WatchOptions {
  readonly clock: Clock;
  read(condition: Condition): Promise<Reading>;
  /** Called with each reading; `index` is that of the condition. */
  onReading?(index: number, reading: TimedReading): void;
}

/** Begins to look at conditions every second, each for itself: one that is slow does not delay the others. */
export function watchConditions(
  conditions: readonly Condition[],
  { clock, read, onReading = () => {} }: WatchOptions,
): ConditionWatch {
  const stopped = new AbortController();
  const latest: (TimedReading | undefined)[] = conditions.map(() => undefined);
  const follow = async (condition: Condition, index: number) => {
    while (!stopped.signal.aborted) {
      const [at, began] = [clock.now(), clock.monotonic()];
      const seen = await read(condition);
      if (stopped.signal.aborted) return;
      const before = latest[index];
      const reading = { ...seen, at, since: before?.state === seen.state ? before.since : at };
      latest[index] = reading;
      onReading(index, reading);
      await clock.sleep(Math.max(1, LOOK_EVERY_MS - (clock.monotonic() - began)), stopped.signal).catch(() => {});
    }
  };
  for (const [index, condition] of conditions.entries()) void follow(condition, index);
  return {
    found: (since) =>
      conditions.map((condition, index) => {
        const reading = latest[index];
        const text = conditionText(condition);
        if (reading === undefined || reading.at < since - ROUNDING_MS)
          return { condition: text, state: 'unknown', value: 'not looked at yet' };
        const { state, value } = reading;
        return { condition: text, state, value, since: Math.round(reading.since) };
      }),
    stop: () => stopped.abort(),
  };
}
