import type { Context } from '../context.js';
import { createRenderer } from '../render/create-renderer.js';
import type { Settings } from '../settings.js';
import type { Task } from './run-scenario.js';

/** Does something whose progress is shown, and frees the terminal whatever happens. */
export async function withRenderer<T>(
  context: Context,
  settings: Settings,
  title: string,
  work: (task: Task) => Promise<T>,
): Promise<T> {
  const renderer = await createRenderer(context, settings, title);
  return work({ context, settings, renderer }).finally(() => renderer.end());
}
