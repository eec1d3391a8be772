import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import { noProgress } from '../../core/progress.js';
import type { Host } from '../../stack/deploy/host.js';
import type { Instance } from '../../stack/engine/engine.js';
import { instancesNamed, mergedLogs } from '../../stack/inspect/logs.js';
import { stackSelector } from '../../stack/model/labels.js';
import type { Context } from '../context.js';
import type { LogsFlags } from '../flags.js';
import { withHost } from '../host.js';
import { type LogEntry, logWriter } from '../render/log-lines.js';
import type { Settings } from '../settings.js';
import { notDeployed } from './status.js';

/** `supops logs`. With `--follow` it runs until Ctrl-C, which is its normal end: exit 0. */
export async function logsCommand(
  context: Context,
  settings: Settings,
  flags: LogsFlags,
  names: readonly string[],
): Promise<ExitCode> {
  const { signal } = context.interruption;
  await withHost(context, noProgress, async (host) => {
    const { instances } = await host.engine.observe(stackSelector(settings.stack));
    if (instances.length === 0) throw notDeployed(settings.stack);
    const chosen = choose(instances, names);
    const since = flags.since === undefined ? {} : { since: (await engineNow(host)) - flags.since };
    const options = {
      follow: flags.follow === true,
      ...(flags.tail === undefined ? {} : { tail: flags.tail }),
      ...since,
      signal,
    };
    const writer = logWriter(
      context.stdout,
      settings,
      chosen.map(({ instance }) => instance),
    );
    await pump(mergedLogs(host.engine, chosen, options), writer.line, signal);
    writer.end();
  });
  return EXIT.ok;
}

async function pump(lines: AsyncIterable<LogEntry>, write: (entry: LogEntry) => void, signal: AbortSignal): Promise<void> {
  try {
    for await (const line of lines) {
      if (signal.aborted) return;
      write(line);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function engineNow({ engine, clock }: Host): Promise<number> {
  return clock.now() + (await engine.readClock()).offsetMs;
}

/** All of them, or those that are named: services or single instances. Unknown names are all reported at once. */
function choose(instances: readonly Instance[], names: readonly string[]): readonly Instance[] {
  if (names.length === 0) return instances;
  const unknown = names.filter((name) => instancesNamed(instances, name).length === 0);
  const known = [...new Set(instances.flatMap(({ service, instance }) => [service, instance]))].sort();
  if (unknown.length > 0)
    throw new SupopsError({
      code: 'unknown-service',
      exitCode: EXIT.usage,
      message: unknown.map((name) => `the stack has no service "${name}"${suggestion(name, known)}`).join('; '),
      hint: `there are ${known.join(', ')}`,
    });
  return [...new Set(names.flatMap((name) => instancesNamed(instances, name)))];
}
