import type { Milliseconds } from './time.js';

/** One step of a long operation, reported to a renderer. The same subject is reported again when its status changes. */
export interface Progress {
  /** What is being worked on: `image prom/prometheus:v3.13.4`, `instance db`. */
  readonly subject: string;
  readonly status: 'waiting' | 'working' | 'done' | 'unchanged' | 'failed';
  /** What exactly is being done or waited for. */
  readonly detail?: string;
  /** How long the wait may last. */
  readonly limitMs?: Milliseconds;
  /** One part of a phase that is reported as well, for readers who want details. */
  readonly part?: true;
}

/** Receives progress; must not throw and must not block. */
export type OnProgress = (progress: Progress) => void;

/** Ignores all progress. */
export const noProgress: OnProgress = () => {};
