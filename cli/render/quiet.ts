import type { Context } from '../context.js';
import type { Renderer } from './renderer.js';

/** Shows nothing: `--quiet`. Warnings are still shown, because they are not progress. */
export const quietRenderer = ({ stderr }: Pick<Context, 'stderr'>): Renderer => ({
  progress: () => {},
  event: (line) => {
    if (line.type === 'note' && line.severity === 'warning') stderr.write(`warning: ${line.text}\n`);
  },
  note: (text, severity) => {
    if (severity === 'warning') stderr.write(`warning: ${text}\n`);
  },
  end: async () => {},
});
