import type { Milliseconds } from '../../../core/time.js';
import type { Load, LoadShape } from '../contracts.js';

/** The rate of a load at a moment, in requests a second: a function of time alone, so that a request that is sent again changes nothing. */
export function rateAt({ rate, shape }: Pick<Load, 'rate' | 'shape'>, now: Milliseconds): number {
  if (shape === undefined || now < shape.from) return rate;
  switch (shape.kind) {
    case 'step':
      return shape.to;
    case 'ramp': {
      const done = Math.min((now - shape.from) / (shape.until - shape.from), 1);
      return rate + (shape.to - rate) * done;
    }
    case 'spike':
      return now < shape.until ? shape.to : rate;
  }
}

/** What is wrong with the shape of a request, or nothing. */
export function shapeProblem(shape: unknown, isRate: (value: unknown) => boolean): string | undefined {
  if (typeof shape !== 'object' || shape === null) return 'shape must be an object';
  const { kind, to, from, until, ...more } = shape as Partial<Record<keyof LoadShape | 'until', unknown>>;
  if (kind !== 'step' && kind !== 'ramp' && kind !== 'spike') return 'the kind of shape must be step, ramp or spike';
  if (Object.keys(more).length > 0) return `unknown in shape: ${Object.keys(more).join(', ')}`;
  if (!isRate(to)) return 'the to of shape must be a rate';
  if (!isMoment(from)) return 'the from of shape must be a moment in ms';
  if (kind === 'step') return until === undefined ? undefined : 'a step has no until';
  return isMoment(until) && until > from ? undefined : `the until of a ${kind} must be a moment in ms, after from`;
}

const isMoment = (value: unknown): value is Milliseconds => typeof value === 'number' && Number.isFinite(value) && value >= 0;
