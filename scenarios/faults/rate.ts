import { z } from 'zod';

/** Bits and bytes per second, as tc notes them: `100kbit`, `1.5mbit`, `20kbps` are kilobytes per second. */
const RATE = /^([0-9]+(?:\.[0-9]+)?)(bit|kbit|mbit|gbit|bps|kbps|mbps|gbps)$/;
const UNITS: Readonly<Record<string, number>> = {
  bit: 1 / 8,
  kbit: 1e3 / 8,
  mbit: 1e6 / 8,
  gbit: 1e9 / 8,
  bps: 1,
  kbps: 1e3,
  mbps: 1e6,
  gbps: 1e9,
};
/** Less is a partition rather than a narrow line. */
const LEAST = 1_000 / 8;

/** A rate as written in a scenario. It stays text; `bytesPerSecond` reads it. */
export const rate = z
  .string()
  .regex(RATE, { error: 'expected a rate such as 100kbit, 1mbit, or in bytes 100kbps' })
  .refine((text) => bytesPerSecond(text) >= LEAST, { error: 'expected at least 1kbit' });

/** A rate that its schema has checked. */
export function bytesPerSecond(text: string): number {
  const [, number = '0', unit = 'bit'] = RATE.exec(text) ?? [];
  return Number(number) * (UNITS[unit] ?? 0);
}
