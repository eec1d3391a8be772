import { formatSpan } from '../../core/duration.js';
import { formatLabels, type Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { HttpCondition, PromqlCondition, Reading } from '../model/condition.js';

/** An answer to a request, or why there was none. */
export type HttpAnswer =
  | { readonly status: number; readonly tookMs: Milliseconds }
  | { readonly status: undefined; readonly reason: string };

/** What an answer means. No answer is a no: the service does not do what it should. */
export function readHttp({ status, withinMs }: HttpCondition, answer: HttpAnswer): Reading {
  if (answer.status === undefined) return { state: 'fails', value: `no answer: ${answer.reason}` };
  const value = `HTTP ${answer.status} after ${formatSpan(answer.tookMs)}`;
  return { state: answer.status === status && answer.tookMs <= withinMs ? 'holds' : 'fails', value };
}

/** One value that a query answered. */
export interface QueryValue {
  readonly labels: Labels;
  readonly value: number;
}

const MOST_VALUES = 3;

/** What the values of a query mean: all of them must be within the bounds. No value says nothing, and neither does one that is not a number. */
export function readValues(condition: PromqlCondition, values: readonly QueryValue[]): Reading {
  if (values.length === 0) return { state: 'unknown', value: 'no data' };
  const outside = values.filter(({ value }) => !isWithin(condition, value));
  const value = shown(outside.length > 0 ? outside : values);
  if (values.some((one) => Number.isNaN(one.value))) return { state: 'unknown', value };
  return { state: outside.length === 0 ? 'holds' : 'fails', value };
}

function isWithin({ equals, tolerance = 0, min = -Infinity, max = Infinity }: PromqlCondition, value: number): boolean {
  if (equals === undefined) return value >= min && value <= max;
  // 2.1 is within 0.1 of 2, whatever their difference is in binary.
  const rounding = 2 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(equals));
  return Math.abs(value - equals) <= tolerance + rounding;
}

function shown(values: readonly QueryValue[]): string {
  const texts = values.slice(0, MOST_VALUES).map(({ labels, value }) => {
    const number = `${Number(value.toPrecision(6))}`;
    return Object.keys(labels).length === 0 ? number : `${number} for ${formatLabels(labels, ['__name__'])}`;
  });
  const more = values.length - texts.length;
  return `${texts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What a list of active alerts means. */
export const readActive = (active: readonly string[]): Reading =>
  active.length === 0 ? { state: 'holds', value: 'none' } : { state: 'fails', value: active.join(', ') };
