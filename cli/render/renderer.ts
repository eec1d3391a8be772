import type { Progress } from '../../core/progress.js';
import type { JournalLine } from '../../scenarios/record/events.js';
import type { Context } from '../context.js';
import { isInteractive, type Settings } from '../settings.js';

/** Shows progress on stderr while a command works. No method throws. */
export interface Renderer {
  progress(progress: Progress): void;
  event(line: JournalLine): void;
  note(text: string, severity?: 'info' | 'warning'): void;
  /** Leaves the final state on the screen and frees the terminal. To be called before anything is written to stdout. */
  end(): Promise<void>;
}

/** Shows nothing: `--quiet`. Warnings are shown, as they are no progress. */
const quietRenderer = (context: Context): Renderer => ({
  progress: () => {},
  event: (line) => {
    if (line.type === 'note' && line.severity === 'warning') context.stderr.write(`warning: ${line.text}\n`);
  },
  note: (text, severity) => {
    if (severity === 'warning') context.stderr.write(`warning: ${text}\n`);
  },
  end: async () => {},
});

/**
 * The renderer that fits: silent with `--quiet`, live on a terminal, otherwise lines. The live view is loaded only where it is used, as
 * that takes longer than most commands.
 * @param title what is being done: `supops up`.
 */
export async function createRenderer(context: Context, settings: Settings, title: string): Promise<Renderer> {
  if (settings.quiet) return quietRenderer(context);
  if (settings.output === 'text' && isInteractive(context))
    return (await import('./tty.js')).ttyRenderer(context, settings, title);
  return (await import('./plain.js')).plainRenderer(context, { title, verbose: settings.verbose === true });
}
