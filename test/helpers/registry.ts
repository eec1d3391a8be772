import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { noProgress } from '../../core/progress.js';
import { systemClock } from '../../core/time.js';
import { connectEngine } from '../../stack/engine/connect.js';
import { CATALOGUE, type ComponentName } from '../../stack/images/catalogue.js';
import { resolveImages } from '../../stack/images/resolve.js';
import { imageChanges, officialLayout } from './official-layout.js';

/** A registry on the loopback interface. */
export interface LocalRegistry {
  /** What `--registry` takes: `127.0.0.1:<port>/mirror`. */
  readonly prefix: string;
  /** Ends the registry; removes its storage, and from the engine every image under its prefix. */
  stop(): Promise<void>;
}

/** Why no registry can be started here, for the title of a skipped test; `undefined` where one can. */
export const missingRegistry = (): string | undefined =>
  spawnSync('docker-registry', ['--version']).error === undefined
    ? undefined
    : 'docker-registry is not installed; npm test -- --install installs it';

/**
 * A registry that has every component as an image laid out like the official one: binaries where the official image has them and nowhere
 * else, its user and volume, and an entrypoint that refuses to work.
 */
export async function startFilledRegistry(
  components: readonly ComponentName[] = Object.keys(CATALOGUE) as ComponentName[],
): Promise<LocalRegistry> {
  const base = await debianImage();
  const registry = await startRegistry();
  try {
    const docker = new Docker();
    for (const component of components) {
      const name = officialLayout(component).image;
      await commit(docker, { base, component, reference: `${registry.prefix}/${name}` });
      await push(docker, `${registry.prefix}/${name}`);
      await docker.getImage(`${registry.prefix}/${name}`).remove();
    }
    return registry;
  } catch (error) {
    await registry.stop();
    throw error;
  }
}

/** An empty registry: Debian's package `docker-registry`. */
export async function startRegistry(): Promise<LocalRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'supops-registry-'));
  const port = await freePort();
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    http: { addr: `127.0.0.1:${port}` },
  };
  // JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], {
    stdio: 'ignore',
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
  });
  const prefix = `127.0.0.1:${port}/mirror`;
  const stop = async () => {
    await end(child);
    await Promise.all([rm(folder, { recursive: true, force: true }), removeImages(prefix)]);
  };
  try {
    await Promise.race([answers(`http://127.0.0.1:${port}/v2/`), failsToStart(child)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { prefix, stop };
}

async function debianImage(): Promise<string> {
  const { env, platform } = process;
  const engine = await connectEngine({ env, platform, home: env.HOME ?? '/', clock: systemClock });
  try {
    const request = { mode: 'debian', cacheDir: tmpdir() } as const;
    return (await resolveImages(engine, request, noProgress)).components.node.image;
  } finally {
    engine.close();
  }
}

interface Commit {
  readonly base: string;
  readonly component: ComponentName;
  readonly reference: string;
}

/** Makes the image by moving binaries in a container of the Debian image. */
async function commit(docker: Docker, { base, component, reference }: Commit): Promise<void> {
  const layout = officialLayout(component);
  const container = await docker.createContainer({
    Image: base,
    Entrypoint: ['/bin/sh', '-euc', layout.script],
    Cmd: [],
    User: '0:0',
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    await container.start();
    const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
    if (code !== 0) throw new Error(`the image like ${layout.image} could not be made: exit code ${code}`);
    const [repo, tag] = splitTag(reference);
    await container.commit({ repo, tag, changes: imageChanges(layout) });
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function push(docker: Docker, reference: string): Promise<void> {
  const [name, tag] = splitTag(reference);
  // Without credentials the engine refuses to push at all; a registry without accounts ignores them.
  const authconfig = { username: 'nobody', password: 'none', serveraddress: String(name.split('/')[0]) };
  const stream = await docker.getImage(name).push({ tag, authconfig });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error, messages: readonly { readonly error?: string }[]) => {
      const failed = messages?.find((message) => message.error !== undefined)?.error;
      if (error || failed) reject(error ?? new Error(`push of ${reference}: ${failed}`));
      else resolve();
    });
  });
}

function splitTag(reference: string): readonly [string, string] {
  const colon = reference.lastIndexOf(':');
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}

async function removeImages(prefix: string): Promise<void> {
  const docker = new Docker();
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((each) => each.startsWith(`${prefix}/`))) await docker.getImage(tag).remove();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await systemClock.sleep(50);
  }
  throw new Error(`no registry at ${url}`);
}

async function failsToStart(child: ChildProcess): Promise<never> {
  const [cause] = await Promise.race([once(child, 'exit'), once(child, 'error').catch((error) => [error])]);
  throw new Error('docker-registry did not start; it is a Debian package: apt-get install docker-registry', { cause });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
