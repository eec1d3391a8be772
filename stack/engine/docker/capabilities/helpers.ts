import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import type { FileEntry } from '../../../model/stack.js';
import type { Helper, Helpers } from '../../capabilities/helpers.js';
import type { InstanceSpec } from '../../instance-spec.js';
import type { Client } from '../client.js';
import { ask, UNLIMITED } from '../errors.js';
import { putFiles } from '../files.js';
import { lifecycle } from '../lifecycle.js';
import { demultiplex, eagerly, guarded, toJson, toLines, untilAborted } from '../streams.js';

const WAIT_LIMIT_MS = 1_000;

/** Small programs whose standard input is one connection of this process. */
export const helpers = (client: Client): Helpers => ({
  run: (spec, files) => runHelper(client, spec, files),
});

async function runHelper(client: Client, spec: InstanceSpec, files: readonly FileEntry[]): Promise<Helper> {
  const { create, start, remove } = lifecycle(client);
  const id = await create({ ...spec, stdin: true });
  try {
    await putFiles(client, id, files);
    const container = client.docker.getContainer(id);
    // Attached before the start, so that no output is lost; waited for before the start, so that a quick end is not missed.
    const connection = await ask(`attach to ${spec.name}`, attach(container));
    const { exited } = await awaitExit(client, container, spec);
    await start(id);
    return toHelper(spec.name, id, connection, exited);
  } catch (error) {
    // The first failure is what is reported.
    await remove(id).catch(() => {});
    throw error;
  }
}

async function attach(container: Docker.Container): Promise<Duplex> {
  const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true };
  return guarded((await container.attach(options)) as unknown as Duplex);
}

/** Resolves once the engine waits for the end of the program. */
async function awaitExit({ docker, options }: Client, container: Docker.Container, spec: InstanceSpec) {
  // Of an instance that the engine removes, the removal is part of the end: its name is free then.
  const condition = spec.removeOnExit ? 'removed' : 'next-exit';
  const answered = new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    const request = { path: `/containers/${container.id}/wait?`, method: 'POST', options: { condition }, isStream: true };
    docker.modem.dial(
      { ...request, statusCodes: { 200: true, 404: 'no such container', 500: 'server error' } },
      (error, stream) => (error ? reject(error) : resolve(guarded(stream as NodeJS.ReadableStream))),
    );
  });
  const exited = ask(
    `wait for ${spec.name}`,
    answered.then((answer) => readExit(guarded(answer))),
    UNLIMITED,
  );
  exited.catch(() => {});
  // The engine sends its headers when it waits; one that sends them only at the end must not hold up the start.
  const timer = new AbortController();
  await Promise.race([answered.catch(() => {}), options.clock.sleep(WAIT_LIMIT_MS, timer.signal).catch(() => {})]);
  timer.abort();
  // In an object: a promise of a promise would wait for the program.
  return { exited };
}

async function readExit(answer: AsyncIterable<Uint8Array>): Promise<number> {
  for await (const { StatusCode, Error: failure } of toJson<{ StatusCode: number; Error?: { Message: string } | null }>(
    answer,
  )) {
    if (failure) throw new Error(failure.Message);
    return StatusCode;
  }
  throw new Error('the engine ended the answer without an exit code');
}

function toHelper(name: string, id: string, connection: Duplex, exited: Promise<number>): Helper {
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => connection.write(text, (error) => (error ? reject(error) : resolve())));
  return {
    id,
    write: (text) => ask(`write to ${name}`, write(text)),
    end: () => void connection.end(),
    output: eagerly(untilAborted(`read the output of ${name}`, undefined, () => toLines(demultiplex(connection)))),
    exited,
  };
}
