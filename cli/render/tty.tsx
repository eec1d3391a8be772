import chalk from 'chalk';
import { render } from 'ink';
import type { Context } from '../context.js';
import type { Settings } from '../settings.js';
import { LiveView } from './live-view.js';
import type { Renderer } from './renderer.js';
import { emptyView, type RenderEvent, reduce } from './view-model.js';

/** The live view on stderr: what is done, what is being waited for, since when, and what is expected. Its last state stays. */
export function ttyRenderer(context: Context, settings: Settings, title: string): Renderer {
  // Ink colours by chalk, which looks at stdout; the view is on stderr.
  chalk.level = settings.color.stderr ? 1 : 0;
  const { clock } = context;
  let view = emptyView(title, clock.monotonic());
  const draw = () => <LiveView view={view} now={clock.monotonic} rows={context.stderr.rows} />;
  const ink = render(draw(), { stdout: context.terminal, exitOnCtrlC: false, patchConsole: false });
  const handle = (event: RenderEvent) => {
    view = reduce(view, event, clock.monotonic());
    ink.rerender(draw());
  };
  return {
    progress: (progress) => handle({ kind: 'progress', progress }),
    event: (line) => handle({ kind: 'line', line }),
    note: (text, severity = 'info') => handle({ kind: 'note', text, severity }),
    end: async () => {
      ink.rerender(<LiveView view={view} now={clock.monotonic} rows={context.stderr.rows} still />);
      ink.unmount();
      await ink.waitUntilExit();
    },
  };
}
