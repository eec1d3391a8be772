import type { Milliseconds } from '../../core/time.js';
import type { PipelineTimes } from './model.js';

/** No scrape and no evaluation comes more often. */
export const PERIOD_FLOOR_MS = 1_000;
/** No group waits less for its first message, unless it did not wait at all. */
export const GROUP_WAIT_FLOOR_MS = 500;
/** A range holds at least this many scrapes, so that rates and quantiles have something to work on. */
export const RANGE_FLOOR_SCRAPES = 4;
/** What a keep_firing_for spans beside the shortest range: one scrape and this many evaluations. */
const HOLD_EVALUATIONS = 2;
/** A `for` shrinks at most this many times as much as the evaluation interval can: see `forFloor`. */
const FOR_PER_EVALUATION = 4;

/** Divides a duration of production by the speed; whole milliseconds, and never nothing if there was something. */
export const scaleDuration = (ms: Milliseconds, speed: number): Milliseconds => {
  if (ms === 0 || speed === 1) return ms;
  return Math.sign(ms) * Math.max(1, Math.round(Math.abs(ms) / speed));
};

/** Divides by the speed down to a floor, and never beyond what production has. */
export const scaleToFloor = (ms: Milliseconds, speed: number, floorMs: Milliseconds): Milliseconds =>
  Math.min(ms, Math.max(scaleDuration(ms, speed), floorMs));

/** The periods of Prometheus at a speed. A scrape may always take as long as its period if that is at its floor. */
export const scaleTimes = (times: PipelineTimes, speed: number): PipelineTimes => ({
  scrapeMs: scaleToFloor(times.scrapeMs, speed, PERIOD_FLOOR_MS),
  scrapeTimeoutMs: scaleToFloor(times.scrapeTimeoutMs, speed, PERIOD_FLOOR_MS),
  evaluationMs: scaleToFloor(times.evaluationMs, speed, PERIOD_FLOOR_MS),
});

/** The shortest range at a speed. */
export const rangeFloor = (compressed: PipelineTimes): Milliseconds => RANGE_FLOOR_SCRAPES * compressed.scrapeMs;

/** The shortest keep_firing_for at a speed: what the windows of muted alerts need to drain when they are at their own floor. */
export const keepFiringFloor = (compressed: PipelineTimes): Milliseconds =>
  rangeFloor(compressed) + compressed.scrapeMs + HOLD_EVALUATIONS * compressed.evaluationMs;

/**
 * The shortest `for` at a speed. Evaluations do not come more often than once a second, so beyond some speed two `for`s that were minutes
 * apart would end at the same evaluation, and a symptom could fire before the alert that mutes it. From there on a `for` stays in
 * proportion: four evaluations of production are one of the drill (at 15 s: no `for` shrinks by more than 60).
 */
export const forFloor = (ms: Milliseconds, times: PipelineTimes): Milliseconds =>
  Math.round((ms * PERIOD_FLOOR_MS) / (FOR_PER_EVALUATION * times.evaluationMs));
