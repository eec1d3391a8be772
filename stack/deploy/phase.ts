import type { Host } from './host.js';

/** A phase in words: what is done, before and after. */
export interface PhaseWords {
  /** `instances` */
  readonly subject: string;
  /** `12 to create` */
  readonly doing: string;
  /** `all 12 are ready` */
  readonly done: string;
}

/** Does the work of a phase, and reports when it begins and how it ends. What its parts report is marked as such by whoever does them. */
export async function tellPhase(
  { onProgress, signal }: Pick<Host, 'onProgress' | 'signal'>,
  { subject, doing, done }: PhaseWords,
  work: () => Promise<unknown>,
): Promise<void> {
  onProgress({ subject, status: 'working', detail: doing });
  try {
    await work();
  } catch (error) {
    if (!signal?.aborted) onProgress({ subject, status: 'failed' });
    throw error;
  }
  onProgress({ subject, status: 'done', detail: done });
}
