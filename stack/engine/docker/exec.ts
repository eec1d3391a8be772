import { poll } from '../../../core/poll.js';
import type { Exec, ExecResult } from '../exec.js';
import type { Client } from './client.js';
import { ask, shortId, translate } from './errors.js';
import { demultiplex, guarded, toText } from './streams.js';

/** Commands inside a running instance, under the user of its program. */
export const exec = (client: Client): Exec => ({
  async exec(id, command, { signal } = {}) {
    try {
      return await run(client, id, command, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw translate(`run ${command[0]} in ${shortId(id)}`, error);
    }
  },
});

async function run(
  { docker, options }: Client,
  id: string,
  command: readonly string[],
  signal?: AbortSignal,
): Promise<ExecResult> {
  signal?.throwIfAborted();
  const request = docker.getContainer(id).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const process = await ask(`run ${command[0]} in ${shortId(id)}`, request);
  // Without a hijacked connection the answer ends where the command's output does.
  const output = guarded(await process.start({ Tty: false, Detach: false, ...(signal ? { abortSignal: signal } : {}) }));
  const { stdout, stderr } = await toText(demultiplex(output));
  // The output may end a moment before the engine knows the exit code.
  const exitCode = await poll(async () => (await process.inspect()).ExitCode ?? undefined, {
    clock: options.clock,
    timeoutMs: 5_000,
    intervalMs: 20,
    signal,
  });
  if (exitCode === undefined) throw new Error('the command closed its output and still runs');
  return { exitCode, stdout, stderr };
}
