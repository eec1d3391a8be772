import { EXIT, type ExitCode } from '../../core/errors.js';
import { undoLeftovers, waitForGuardian } from '../../scenarios/safety/leftovers.js';
import { type DownResult, down } from '../../stack/deploy/down.js';
import { referenceHints } from '../../stack/supervised/reference-hints.js';
import type { Context } from '../context.js';
import { withHost } from '../host.js';
import { createRenderer } from '../render/create-renderer.js';
import { writeJson } from '../render/json.js';
import type { Settings } from '../settings.js';

/** `supops down`: removes everything of the stack. Nothing to remove is success. */
export async function downCommand(context: Context, settings: Settings): Promise<ExitCode> {
  const renderer = await createRenderer(context, settings, `supops down, stack ${settings.stack}`);
  const result = await withHost(context, renderer.progress, async (host) => {
    await waitForGuardian(host, settings.stack, { takeOver: true });
    const removed = await down(host, settings.stack);
    // With the stack its faults are gone, and what was noted about them.
    await undoLeftovers(host, { name: settings.stack, hints: referenceHints(settings.stack) });
    return removed;
  }).finally(() => renderer.end());
  if (settings.output === 'json') writeJson(context.stdout, { stack: settings.stack, removed: result.removed });
  else context.stdout.write(downText(settings.stack, result));
  return EXIT.ok;
}

/** What was removed, in one line. */
export function downText(stack: string, { removed }: DownResult): string {
  const counts = [
    count(removed.instances.length, 'instance'),
    count(removed.helpers.length, 'helper'),
    count(removed.volumes.length, 'volume'),
    count(removed.networks.length, 'network'),
  ].filter((text) => text !== '');
  return counts.length === 0 ? `nothing of stack ${stack} is there\n` : `stack ${stack} removed: ${counts.join(', ')}\n`;
}

const count = (n: number, noun: string) => (n === 0 ? '' : `${n} ${noun}${n === 1 ? '' : 's'}`);
