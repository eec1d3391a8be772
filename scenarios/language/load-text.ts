import { formatSpan } from '../../core/duration.js';
import type { LoadSpec } from '../model/scenario.js';

/** A load in words: `10 requests per second, 50 from 5.0 s to 15.0 s of the timeline`. */
export function loadText({ rate, paths, shape, also = [] }: LoadSpec): string {
  const to = paths.length === 0 ? '' : ` to ${paths.join(', ')}`;
  const others = also.map(({ path, everyMs }) => `; ${path} every ${formatSpan(everyMs)}`);
  return `${rate} ${rate === 1 ? 'request' : 'requests'} per second${to}${shape ? `, ${shapeText(shape)}` : ''}${others.join('')}`;
}

function shapeText(shape: NonNullable<LoadSpec['shape']>): string {
  const { to, atMs } = shape;
  if (shape.kind === 'step') return `${to} from ${formatSpan(atMs)} of the timeline on`;
  const when = `from ${formatSpan(atMs)} to ${formatSpan(atMs + shape.forMs)} of the timeline`;
  return shape.kind === 'ramp' ? `evenly to ${to} ${when}` : `${to} ${when}`;
}

/** Whether a scenario asks for nothing but what the visitors do by themselves. */
export const isOrdinary = ({ rate, paths, shape, also = [] }: LoadSpec): boolean =>
  rate === ORDINARY_RATE && paths.length === 0 && shape === undefined && also.length === 0;

/** What the visitors send by themselves. */
export const ORDINARY_RATE = 10;
