import { commandLine } from '../../core/command-line.js';
import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { undoLeftovers, waitForGuardian } from '../../scenarios/safety/leftovers.js';
import { type DownResult, down } from '../../stack/deploy/down.js';
import { referenceHints } from '../../stack/supervised/reference-hints.js';
import type { Context } from '../context.js';
import type { DownFlags } from '../flags.js';
import { withHost } from '../host.js';
import { createRenderer } from '../render/create-renderer.js';
import { writeJson } from '../render/json.js';
import type { Settings } from '../settings.js';

/** `supops down`: removes everything of the stack. Nothing to remove is success. */
export async function downCommand(context: Context, settings: Settings, flags: DownFlags): Promise<ExitCode> {
  const force = flags.force === true;
  const renderer = await createRenderer(context, settings, `supops down, stack ${settings.stack}`);
  const result = await withHost(context, renderer.progress, async (host) => {
    await waitForGuardian(host, settings.stack, { takeOver: true, force });
    const removed = await down(host, settings.stack, { force });
    // The stack's faults are gone with it, so the notes about them go too.
    await undoLeftovers(host, { name: settings.stack, hints: referenceHints(settings.stack) });
    return removed;
  })
    .catch((error) => Promise.reject(withForceHint(error, settings.stack)))
    .finally(() => renderer.end());
  if (settings.output === 'json') writeJson(context.stdout, { stack: settings.stack, removed: result.removed });
  else context.stdout.write(downText(settings.stack, result));
  return EXIT.ok;
}

/** The error, with a hint at how to remove the stack anyway. */
export function withForceHint(error: unknown, stack: string): unknown {
  if (!(error instanceof SupopsError) || error.code !== 'run-active') return error;
  const { code, exitCode, message, details, cause } = error;
  const force = `\`${commandLine('down', stack)} --force\` removes the stack anyway`;
  return new SupopsError({ code, exitCode, message, details, cause, hint: `${error.hint}; ${force}` });
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
