import type { Milliseconds } from './time.js';

const UNITS: readonly (readonly [unit: string, ms: Milliseconds])[] = [
  ['y', 365 * 24 * 3_600_000],
  ['w', 7 * 24 * 3_600_000],
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

// Prometheus accepts each unit at most once, in descending order (prometheus/common model.ParseDuration).
const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/**
 * Reads a Prometheus duration such as `1m30s`, `500ms` or `0`.
 * @returns milliseconds, or `undefined` if the text is not a duration.
 */
export function parseDuration(text: string): Milliseconds | undefined {
  if (text === '0') return 0;
  const match = PATTERN.exec(text);
  if (!text || !match) return undefined;
  return UNITS.reduce((sum, [, ms], i) => sum + Number(match[i + 1] ?? 0) * ms, 0);
}

/** Writes milliseconds as the shortest Prometheus duration: 90000 → `1m30s`, 0 → `0s`. Rounds to whole milliseconds. */
export function formatDuration(ms: Milliseconds): string {
  let rest = Math.round(ms);
  if (rest <= 0) return '0s';
  let text = '';
  // Years and weeks are skipped: people read `14d`, and Prometheus accepts it.
  for (const [unit, size] of UNITS.slice(2)) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** Writes a measured span for people: `840 ms`, `3.2 s`, `1 min 5 s`. */
export function formatSpan(ms: Milliseconds): string {
  if (Math.abs(ms) < 1_000) return `${Math.round(ms)} ms`;
  if (Math.abs(ms) < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return seconds % 60 === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
