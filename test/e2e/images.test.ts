import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noProgress, type Progress } from '../../core/progress.js';
import { systemClock } from '../../core/time.js';
import { connectEngine } from '../../stack/engine/connect.js';
import { type Engine, need } from '../../stack/engine/engine.js';
import { CATALOGUE, COMPONENTS, type ComponentName } from '../../stack/images/catalogue.js';
import { type ImageRequest, type ResolvedImages, resolveImages } from '../../stack/images/resolve.js';
import { type LocalRegistry, missingRegistry, startFilledRegistry, startRegistry } from '../helpers/registry.js';
import { runOnce } from '../helpers/run-once.js';

const NOWHERE = '127.0.0.1:9/mirror';

let engine: Engine;
const resolve = (request: Partial<ImageRequest>, onProgress = noProgress) =>
  resolveImages(engine, { mode: 'auto', cacheDir: tmpdir(), ...request }, onProgress);

beforeAll(async () => {
  const { env, platform } = process;
  engine = await connectEngine({ env, platform, home: env.HOME ?? '/', clock: systemClock });
});
afterAll(() => engine?.close());

describe('the Debian image', () => {
  it('is built from packages if it is missing, and has every program of the catalogue', async () => {
    const images = await resolve({ mode: 'debian' });
    expect(new Set(Object.values(images.components).map(({ image }) => image)).size).toBe(1);
    expect(await versions(images)).toEqual(ALL_RUN);
  });

  it('is not built a second time', async () => {
    const steps: Progress[] = [];
    await resolve({ mode: 'debian' }, (progress) => steps.push(progress));
    expect(steps).toEqual([]);
  });

  it('initialises a database under another user with a read-only root', async () => {
    const { image, binaries } = (await resolve({ mode: 'debian' })).components.mariadb;
    const install = `${binaries['mariadb-install-db']} --no-defaults --datadir=/tmp/data --skip-test-db --cross-bootstrap --auth-root-authentication-method=normal`;
    const { exitCode } = await runOnce(engine, image, ['/bin/sh', '-c', `mkdir /tmp/data && ${install}`]);
    expect(exitCode).toBe(0);
  });
});

describe('a build', () => {
  it('ends at once when it is interrupted, and leaves nothing behind', async () => {
    const left = async () => (await readdir('/var/tmp')).filter((name) => name.startsWith('mmdebstrap.'));
    const before = await left();
    const controller = new AbortController();
    const reason = new Error('interrupted');
    let interruptedAt = 0;
    const interrupt = ({ detail }: Progress) => {
      if (detail !== 'fetching the list of packages') return;
      interruptedAt = Date.now();
      controller.abort(reason);
    };
    const build = resolveImages(
      { ...engine, images: { ...need(engine, 'images'), has: async () => false } },
      { mode: 'debian', cacheDir: tmpdir() },
      interrupt,
      controller.signal,
    );
    await expect(build).rejects.toBe(reason);
    expect(Date.now() - interruptedAt).toBeLessThan(5_000);
    expect(await left()).toEqual(before);
  });
});

const missing = missingRegistry();
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(`a registry${skipped}`, () => {
  let registry: LocalRegistry;
  beforeAll(async () => {
    registry = await startFilledRegistry();
  });
  afterAll(() => registry?.stop());

  it('provides every image under its prefix, each laid out like the official one', async () => {
    const steps: Progress[] = [];
    const images = await resolve({ mode: 'registry', registry: registry.prefix }, (progress) => steps.push(progress));
    expect(images.source).toBe('registry');
    expect(images.notes).toEqual([]);
    expect(paths(images)).toEqual(Object.fromEntries(COMPONENTS.map((name) => [name, CATALOGUE[name].official.binaries])));
    expect(await versions(images)).toEqual(ALL_RUN);
    const done = steps.filter(({ status, part }) => status === 'done' && part).map(({ subject }) => subject);
    expect(done.sort()).toEqual(
      Object.values(images.components)
        .map(({ image }) => `image ${image}`)
        .sort(),
    );
  });

  it('is not asked for what exists', async () => {
    const steps: Progress[] = [];
    const images = await resolve({ registry: registry.prefix }, (progress) => steps.push(progress));
    expect(images.source).toBe('registry');
    expect(steps).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)(`a registry that lacks an image${skipped}`, () => {
  let registry: LocalRegistry;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry?.stop());

  it('fails with the name of every image and what was tried for it', async () => {
    const { prefix } = registry;
    const error = await resolve({ mode: 'registry', registry: prefix }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'images-unavailable', exitCode: 4 });
    for (const name of COMPONENTS) expect(error.message).toContain(CATALOGUE[name].official.image);
    const mariadb = error.details.find((line: string) => line.startsWith('mariadb:'));
    expect(mariadb).toContain(`${prefix}/mariadb:`);
    expect(mariadb).toContain(`${prefix}/library/mariadb:`);
  });

  it('makes auto use the Debian image, and say why', async () => {
    const images = await resolve({ registry: registry.prefix });
    expect(images.source).toBe('debian');
    expect(images.notes).toEqual([expect.stringContaining(`cannot pull from ${registry.prefix}`)]);
  });
});

describe('a registry that does not answer', () => {
  it('makes auto use the Debian image within seconds', async () => {
    const start = Date.now();
    const images = await resolve({ registry: NOWHERE });
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(images.source).toBe('debian');
    expect(images.notes).toEqual([
      `the registry (${NOWHERE}) does not answer, and 8 images are missing; the Debian image is used instead`,
    ]);
  });

  it('fails if it is required', async () => {
    const error = await resolve({ mode: 'registry', registry: NOWHERE }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'images-unavailable', exitCode: 4, hint: expect.stringContaining('--images debian') });
    expect(error.details).toHaveLength(COMPONENTS.length);
    expect(error.details[0]).toContain('connection refused');
  });

  it('is not waited for if it accepts connections but stays silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const start = Date.now();
    const images = await resolve({ registry: `127.0.0.1:${(silent.address() as AddressInfo).port}/mirror` });
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(images.source).toBe('debian');
    silent.close();
  });
});

const paths = ({ components }: ResolvedImages) =>
  Object.fromEntries(Object.entries(components).map(([name, { binaries }]) => [name, binaries]));

/** Every program of the catalogue by name, and that it ran. */
const ALL_RUN = Object.fromEntries(
  COMPONENTS.flatMap((name) => Object.keys(CATALOGUE[name].official.binaries).map((binary) => [binary, 'ran'])),
);

const VERSION_FLAGS: Readonly<Record<string, readonly string[]>> = {
  nginx: ['-e', 'stderr', '-v'],
  'mariadb-install-db': ['--help'],
};

async function versions({ components }: ResolvedImages): Promise<Readonly<Record<string, string>>> {
  const results: Record<string, string> = {};
  for (const name of Object.keys(components) as ComponentName[]) {
    const { image, binaries } = components[name];
    for (const [binary, path] of Object.entries(binaries)) {
      const { exitCode, output } = await runOnce(engine, image, [path, ...(VERSION_FLAGS[binary] ?? ['--version'])]);
      // The help of mariadb-install-db ends with 1.
      const ran = exitCode === 0 || /^Usage: \S*mariadb-install-db/m.test(output);
      results[binary] = ran ? 'ran' : `exit code ${exitCode}: ${output}`;
    }
  }
  return results;
}
