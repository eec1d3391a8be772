import { homedir } from 'node:os';
import { poll } from '../../core/poll.js';
import { systemClock } from '../../core/time.js';
import { connectEngine } from '../../stack/engine/connect.js';
import type { Engine, Images, InstanceSpec } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';

/** The engine in force on this machine. */
export const connectTestEngine = (): Promise<Engine> =>
  connectEngine({
    env: process.env,
    home: homedir(),
    platform: process.platform,
    ...(process.getuid ? { uid: process.getuid() } : {}),
    clock: systemClock,
  });

/**
 * An image with a shell and node: SUPOPS_TEST_IMAGE, else the newest that supops built from Debian packages, else one for
 * development. Throws where there is none.
 */
export async function testImage(images: Images): Promise<string> {
  const named = process.env.SUPOPS_TEST_IMAGE;
  if (named) return named;
  const built = await images.find({ [LABEL.imageSource]: 'debian' });
  const reference = built.flatMap(({ references }) => references)[0];
  if (reference !== undefined) return reference;
  if (await images.has('supops-dev:debian')) return 'supops-dev:debian';
  throw new Error('no image to test with: run `supops up --images debian` once, or set SUPOPS_TEST_IMAGE');
}

/** A small confined instance of a test's own stack; `changes` win. */
export const testSpec = (
  stack: string,
  service: string,
  image: string,
  command: readonly string[],
  changes: Partial<InstanceSpec> = {},
): InstanceSpec => ({
  name: `${stack}-${service}`,
  hostname: service,
  image,
  command,
  env: {},
  labels: { [LABEL.stack]: stack, [LABEL.service]: service, [LABEL.role]: 'service' },
  dns: [],
  ports: [],
  publishAddress: '127.0.0.1',
  volumes: [],
  tmpfs: [],
  resources: { memoryBytes: 128 * 1024 * 1024, pids: 64 },
  security: { uid: 65534, gid: 65534, readOnlyRoot: true, capabilities: [], engineSocket: false },
  restart: { name: 'no' },
  ...changes,
});

/** Asks until the check passes, and fails with its last error after the timeout. */
export async function eventually<T>(check: () => Promise<T> | T, timeoutMs = 10_000): Promise<T> {
  let last: unknown;
  const answer = await poll(
    async () => {
      try {
        return { value: await check() };
      } catch (error) {
        last = error;
        return undefined;
      }
    },
    { clock: systemClock, timeoutMs, intervalMs: 50 },
  );
  if (answer === undefined) throw last;
  return answer.value;
}

/** Removes whatever a stack has; for the end of a test that may have failed half-way. */
export async function removeAll(engine: Engine, stack: string): Promise<void> {
  const { instances, helpers, volumes, networks } = await engine.observe(stackSelector(stack));
  await Promise.all([...instances, ...helpers].map(({ id }) => engine.remove(id)));
  await Promise.all([
    ...volumes.map(({ name }) => engine.removeVolume(name)),
    ...networks.map(({ name }) => engine.removeNetwork(name)),
  ]);
}
