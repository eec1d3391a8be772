import type { Milliseconds } from '../../core/time.js';
import type { Context } from '../context.js';
import { heartbeatLines, plainLines } from './plain-lines.js';
import type { Renderer } from './renderer.js';
import { emptyView, isOver, type RenderEvent, reduce } from './view-model.js';

// One line for each phase, saying how it ended, and one for every failure.
function isBrief(event: RenderEvent): boolean {
  if (event.kind !== 'progress') return true;
  const { status, part } = event.progress;
  return status === 'failed' || (isOver(status) && part !== true);
}

const SILENCE_MS: Milliseconds = 10_000;

/** What a progress log is about, and how detailed it is. */
export interface PlainOptions {
  readonly title: string;
  /** Logs for each phase and each of its parts when it begins, what it waits for, and how it ends. */
  readonly verbose: boolean;
}

/**
 * Lines on stderr, each with the seconds since the start: one for each phase unless `verbose`; after ten silent seconds what is being
 * waited for.
 */
export function plainRenderer(
  { stderr, clock }: Pick<Context, 'stderr' | 'clock'>,
  { title, verbose }: PlainOptions,
): Renderer {
  const stop = new AbortController();
  let view = emptyView(title, clock.monotonic());
  let lastLine = clock.monotonic();
  const print = (lines: readonly string[]) => {
    const elapsed = ((clock.monotonic() - view.startedAt) / 1_000).toFixed(1).padStart(6);
    for (const line of lines) stderr.write(`${elapsed}s  ${line}\n`);
    if (lines.length > 0) lastLine = clock.monotonic();
  };
  const handle = (event: RenderEvent) => {
    const before = view;
    view = reduce(view, event, clock.monotonic());
    if (verbose || isBrief(event)) print(plainLines(before, event, view));
  };
  const beat = async () => {
    for (;;) {
      await clock.sleep(Math.max(1, SILENCE_MS - (clock.monotonic() - lastLine)), stop.signal);
      if (clock.monotonic() - lastLine < SILENCE_MS) continue;
      print(heartbeatLines(view, clock.monotonic()));
      lastLine = clock.monotonic();
    }
  };
  beat().catch(() => {});
  return {
    progress: (progress) => handle({ kind: 'progress', progress }),
    event: (line) => handle({ kind: 'line', line }),
    note: (text, severity = 'info') => handle({ kind: 'note', text, severity }),
    end: async () => stop.abort(),
  };
}
