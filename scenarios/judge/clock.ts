import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../record/events.js';
import type { Story } from '../story/story.js';
import { type Judged, unknown } from './aspects.js';

/** Clocks that are kept right drift less than this in a run, and are corrected by less. */
const TOLERATED_MS: Milliseconds = 1_000;

/**
 * Judges "the clock runs evenly": every span of a run is the difference of two moments on one clock. If that was set in between, or the machine
 * slept, an alert in time looks late and a late one in time.
 * @returns `undefined` if it did
 */
export function judgeClock({ lines }: Story): Judged | undefined {
  const jump = Math.max(localJump(lines), engineJump(lines));
  if (jump <= TOLERATED_MS) return undefined;
  const message = `the clock jumped by ${formatSpan(jump)} during the run: no span of it can be trusted`;
  return unknown('the clock jumped', [{ id: 'clock-jumped', message }]);
}

/** The largest difference between the clock and the monotonic time since the start. */
function localJump(lines: readonly JournalLine[]): Milliseconds {
  const [first] = lines;
  if (!first) return 0;
  return lines.reduce((most, { at, mono }) => Math.max(most, Math.abs(at - mono - (first.at - first.mono))), 0);
}

/** The engine's own clock, measured at the start and at the end, may have been set on another machine. */
function engineJump(lines: readonly JournalLine[]): Milliseconds {
  const clocks = lines.filter((line) => line.type === 'clock');
  const [first, last] = [clocks[0], clocks.at(-1)];
  if (!first || !last) return 0;
  return Math.abs(last.offsetMs - first.offsetMs) - last.uncertaintyMs - first.uncertaintyMs;
}
