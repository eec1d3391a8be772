import type { Milliseconds } from '../../core/time.js';

/** `2026-11-22 22:30:15.123 UTC`. */
export const utc = (at: Milliseconds): string => `${day(at)} ${time(at)} UTC`;

/** `22:30:15.123`, UTC. */
export const time = (at: Milliseconds): string => iso(at).slice(11, 23);

/** `2026-11-22`, UTC. */
export const day = (at: Milliseconds): string => iso(at).slice(0, 10);

/** A measured span with its milliseconds, so that what is added up can be checked: `1.204 s`. */
export const exactSpan = (ms: Milliseconds): string => `${minus(Math.round(ms) / 1_000, 3)} s`;

/** Seconds from the origin: `+1.204 s`, `−8.100 s`. */
export const offset = (ms: Milliseconds): string => `${ms < 0 ? '' : '+'}${exactSpan(ms)}`;

/** A share as a percentage that never rounds up to 100 or down to 0: `99.97 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const value = (100 * part) / whole;
  const text = value.toFixed(2).replace(/\.?0+$/, '');
  if (part < whole && text === '100') return '> 99.99 %';
  return part > 0 && text === '0' ? '< 0.01 %' : `${text} %`;
}

/** `1 request`, `2 requests`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

const iso = (at: Milliseconds) => new Date(at).toISOString();
const minus = (value: number, digits: number) => value.toFixed(digits).replace('-', '−');
