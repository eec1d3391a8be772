import { z } from 'zod';
import type { Milliseconds } from '../../core/time.js';
import { ms } from '../record/shapes.js';

// What the answers of several programs are made of. Keys that nobody reads may be there.

/** Names and values; whatever has no labels has none. */
export const labels = z.record(z.string(), z.string());

/** A moment as the programs write it, in epoch ms. */
export const moment: z.ZodType<Milliseconds> = z.string().transform(Date.parse).pipe(ms);

/** The same, where one that never was is written as the year 1: 0. */
export const momentOrNever: z.ZodType<Milliseconds> = moment.transform((at) => Math.max(0, at));
