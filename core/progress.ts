import type { Milliseconds } from './time.js';

/** One step of long work, told to a renderer. The same subject is told again as its status changes. */
export interface Progress {
  /** What is worked on: `image prom/prometheus:v3.13.4`, `instance db`. */
  readonly subject: string;
  readonly status: 'waiting' | 'working' | 'done' | 'unchanged' | 'failed';
  /** What exactly is done or waited for. */
  readonly detail?: string;
  /** How long the wait may last. */
  readonly limitMs?: Milliseconds;
  /** One part of a phase that is told as well: of interest where details are. */
  readonly part?: true;
}

/** Receives progress; must not throw and must not block. */
export type OnProgress = (progress: Progress) => void;

/** Ignores all progress. */
export const noProgress: OnProgress = () => {};
