import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import { noProgress } from '../../core/progress.js';
import type { Host } from '../../stack/deploy/host.js';
import { mergedLogs } from '../../stack/inspect/logs.js';
import type { Context } from '../context.js';
import type { LogsFlags } from '../flags.js';
import { withHost } from '../host.js';
import { type LogEntry, logWriter } from '../render/log-lines.js';
import type { Settings } from '../settings.js';
import { notDeployed } from './status.js';

/** `supops logs`. With `--follow` until Ctrl-C, which is its ordinary end: exit 0. */
export async function logsCommand(
  context: Context,
  settings: Settings,
  flags: LogsFlags,
  services: readonly string[],
): Promise<ExitCode> {
  const { signal } = context.interruption;
  await withHost(context, noProgress, async (host) => {
    const { instances } = await host.engine.observe(settings.stack);
    if (instances.length === 0) throw notDeployed(settings.stack);
    const known = instances.map(({ service }) => service);
    checkServices(services, known);
    const since = flags.since === undefined ? {} : { since: (await engineNow(host)) - flags.since };
    const options = {
      services: services.length === 0 ? known : [...services],
      follow: flags.follow === true,
      ...(flags.tail === undefined ? {} : { tail: flags.tail }),
      ...since,
      signal,
    };
    const writer = logWriter(context.stdout, settings, options.services);
    await pump(mergedLogs(host.engine, instances, options), writer.line, signal);
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

function checkServices(services: readonly string[], known: readonly string[]): void {
  const unknown = services.filter((service) => !known.includes(service));
  if (unknown.length === 0) return;
  throw new SupopsError({
    code: 'unknown-service',
    exitCode: EXIT.usage,
    message: unknown.map((service) => `the stack has no service "${service}"${suggestion(service, known)}`).join('; '),
    hint: `the services are ${[...known].sort().join(', ')}`,
  });
}
