import type { Context } from '../context.js';
import { isInteractive, type Settings } from '../settings.js';
import { quietRenderer } from './quiet.js';
import type { Renderer } from './renderer.js';

/**
 * The appropriate renderer: silent with `--quiet`, live on a terminal, otherwise lines. The live view is loaded only when it is used, as
 * that takes longer than most commands.
 * @param title what is being done: `supops up`.
 */
export async function createRenderer(context: Context, settings: Settings, title: string): Promise<Renderer> {
  if (settings.quiet) return quietRenderer(context);
  if (settings.output === 'text' && isInteractive(context))
    return (await import('./tty.js')).ttyRenderer(context, settings, title);
  return (await import('./plain.js')).plainRenderer(context, { title, verbose: settings.verbose === true });
}
