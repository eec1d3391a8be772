/// <reference lib="es2024.arraybuffer" />
import type { Milliseconds } from '../../../../core/time.js';
import type { Count, End } from './store.js';

const STEP_MS: Milliseconds = 250;
const MEBIBYTE = 1024 * 1024;
/** Address space that is reserved, not memory: whatever limits the instance ends it long before. */
const MOST_MEBIBYTES = 4_096;

/**
 * Takes memory step by step and touches it, so that it counts as used. It lies outside the heap: V8 neither sees nor collects it. A buffer that
 * can shrink gives all of it back to the system at once, without waiting for a garbage collection.
 */
export function leak(mebibytesPerSecond: number, count: Count): End {
  const held = new ArrayBuffer(0, { maxByteLength: MOST_MEBIBYTES * MEBIBYTE });
  let owed = 0;
  const grow = () => {
    owed += (mebibytesPerSecond * STEP_MS) / 1_000;
    const before = held.byteLength;
    const whole = Math.min(Math.floor(owed), MOST_MEBIBYTES - before / MEBIBYTE);
    owed -= Math.floor(owed);
    if (whole <= 0) return;
    held.resize(before + whole * MEBIBYTE);
    new Uint8Array(held, before).fill(1);
    count(whole);
  };
  const timer = setInterval(grow, STEP_MS);
  return () => {
    clearInterval(timer);
    held.resize(0);
  };
}
