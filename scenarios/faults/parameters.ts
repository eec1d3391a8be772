import { z } from 'zod';
import { parseDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';

/** A duration as written in a scenario: `500ms`, `1m30s`. It stays text; `milliseconds` parses it. */
export const duration = z
  .string({ error: (issue) => `expected a duration such as 1m30s, found ${describeValue(issue.input)}` })
  .refine((text) => parseDuration(text) !== undefined, {
    error: (issue) => `${describeValue(issue.input)} is not a duration; write it as Prometheus does: 30s, 5m, 1h30m`,
  })
  .meta({ pattern: '^(0|(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$' });

/** A duration that its schema has checked. */
export const milliseconds = (text: z.output<typeof duration>): Milliseconds => parseDuration(text) ?? 0;

/** A value in the words of an error message: `the text "x"`, `the number 3`, `a list`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return `the ${typeof value} ${String(value)}`;
}
