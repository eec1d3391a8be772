import { z } from 'zod';
import { describeValue } from './parameters.js';

const KIBIBYTE = 1_024;
const MEBIBYTE = 1_024 * KIBIBYTE;
const GIBIBYTE = 1_024 * MEBIBYTE;

/** A size as written in a scenario: `64MiB`. It stays text; `bytes` reads it. */
export const size = z
  .string({ error: (issue) => `expected a size such as 64MiB, found ${describeValue(issue.input)}` })
  .regex(/^[1-9][0-9]{0,5}(?:KiB|MiB|GiB)$/, {
    error: (issue) => `${describeValue(issue.input)} is not a size; write it as 512KiB, 64MiB or 1GiB`,
  });

/** A size that its schema has checked, in bytes. */
export function bytes(text: z.output<typeof size>): number {
  const count = Number.parseInt(text, 10);
  if (text.endsWith('GiB')) return count * GIBIBYTE;
  return count * (text.endsWith('MiB') ? MEBIBYTE : KIBIBYTE);
}

/** Bytes in words: `64 MiB`. */
export const sizeText = (count: number): string =>
  count >= GIBIBYTE ? `${(count / GIBIBYTE).toFixed(1)} GiB` : `${Math.round(count / MEBIBYTE)} MiB`;
