import type { Milliseconds } from '../../core/time.js';
import type { Context } from '../context.js';
import { heartbeatLines, plainLines } from './plain-lines.js';
import type { Renderer } from './renderer.js';
import { emptyView, type RenderEvent, reduce } from './view-model.js';

const SILENCE_MS: Milliseconds = 10_000;

/** One line a change on stderr, each with the seconds since the start; after ten silent seconds what is being waited for. */
export function plainRenderer({ stderr, clock }: Pick<Context, 'stderr' | 'clock'>, title: string): Renderer {
  const stop = new AbortController();
  let view = emptyView(title, clock.monotonic());
  let lastLine = clock.monotonic();
  const print = (lines: readonly string[]) => {
    const elapsed = ((clock.monotonic() - view.startedAt) / 1_000).toFixed(1).padStart(6);
    for (const line of lines) stderr.write(`${elapsed}s  ${line}\n`);
    if (lines.length > 0) lastLine = clock.monotonic();
  };
  const tell = (event: RenderEvent) => {
    const before = view;
    view = reduce(view, event, clock.monotonic());
    print(plainLines(before, event, view));
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
    progress: (progress) => tell({ kind: 'progress', progress }),
    event: (line) => tell({ kind: 'line', line }),
    note: (text, severity = 'info') => tell({ kind: 'note', text, severity }),
    end: async () => stop.abort(),
  };
}
