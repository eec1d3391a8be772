import { describe, expect, it } from 'vitest';
import { EXIT, SupopsError } from '../../core/errors.js';
import { noProgress, type Progress } from '../../core/progress.js';
import type { Engine, Images } from '../engine/engine.js';
import { fakeEngine } from '../testing/fake-engine.js';
import { CATALOGUE, COMPONENTS } from './catalogue.js';
import { imageNameOf, recipeFor } from './debian/recipe.js';
import { officialReferences } from './references.js';
import { resolveImages } from './resolve.js';

const DEBIAN = imageNameOf(recipeFor('x86_64') ?? expect.fail());
const OFFICIAL = COMPONENTS.flatMap((name) => officialReferences(name));
const PROBE = String(OFFICIAL[0]);

type Answer = 'pulled' | 'registry-unreachable' | 'image-not-found' | 'pull-failed' | 'hangs';

/** An engine with some images, before registries that answer as given. */
function engineWith(
  has: readonly string[],
  answer: (reference: string) => Answer,
  { architecture = 'x86_64', broken = [] }: { readonly architecture?: string; readonly broken?: readonly string[] } = {},
) {
  const removed: string[] = [];
  const tried: string[] = [];
  const asked: string[] = [];
  const images: Partial<Images> = {
    has: async (reference: string) => has.includes(reference) && !removed.includes(reference),
    isUsable: async (reference: string) => {
      tried.push(reference);
      return !broken.includes(reference);
    },
    remove: async (reference: string) => void removed.push(reference),
    async pull(reference: string, { onProgress = noProgress, signal }: Parameters<Images['pull']>[1]) {
      asked.push(reference);
      const code = answer(reference);
      if (code === 'pulled' || code === 'hangs') onProgress({ subject: `image ${reference}`, status: 'working' });
      signal?.throwIfAborted();
      if (code === 'hangs') await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      if (code !== 'pulled')
        throw new SupopsError({ code, exitCode: EXIT.unavailable, message: `cannot pull ${reference}: ${code}` });
    },
  };
  const info = async () => ({ architecture }) as Awaited<ReturnType<Engine['info']>>;
  return { engine: fakeEngine({ info, capabilities: { images } }).engine, asked, removed, tried };
}

const failure = (promise: Promise<unknown>): Promise<SupopsError> =>
  promise.then(
    () => expect.fail('it resolved'),
    (error) => error,
  );

const text = ({ message, details, hint }: SupopsError) =>
  [message, ...details.map((line) => `  ${line}`), `→ ${hint}`].join('\n');

describe('resolveImages', () => {
  it('takes official images that are there, and asks no registry', async () => {
    const { engine, asked } = engineWith(OFFICIAL, () => 'registry-unreachable');
    const images = await resolveImages(engine, { mode: 'auto', cacheDir: '/c' }, noProgress);
    expect(asked).toEqual([]);
    expect(images.source).toBe('registry');
    expect(images.components.alertmanager).toEqual({
      image: CATALOGUE.alertmanager.official.image,
      binaries: { alertmanager: '/bin/alertmanager', amtool: '/bin/amtool' },
    });
  });

  it('removes an image that is broken, and pulls it again', async () => {
    const { engine, asked, removed } = engineWith(OFFICIAL, () => 'pulled', { broken: OFFICIAL.slice(2, 3) });
    const told: Progress[] = [];
    const images = await resolveImages(engine, { mode: 'auto', cacheDir: '/c' }, (progress) => told.push(progress));
    expect([asked, removed]).toEqual([OFFICIAL.slice(2, 3), OFFICIAL.slice(2, 3)]);
    expect(images.source).toBe('registry');
    expect(told[0]).toMatchObject({ detail: 'is broken: it is removed, and made or pulled again' });
  });

  it('does not use a Debian image that is broken', async () => {
    const { engine, removed } = engineWith([DEBIAN], () => 'pulled', { broken: [DEBIAN] });
    const images = await resolveImages(engine, { mode: 'auto', cacheDir: '/c' }, noProgress);
    expect([images.source, removed]).toEqual(['registry', [DEBIAN]]);
  });

  it('does not try what instances were made of', async () => {
    const { engine, tried } = engineWith(OFFICIAL, () => 'pulled');
    await resolveImages(engine, { mode: 'auto', cacheDir: '/c', inUse: OFFICIAL.slice(1) }, noProgress);
    expect(tried).toEqual(OFFICIAL.slice(0, 1));
  });

  it('pulls only what is missing', async () => {
    const { engine, asked } = engineWith(OFFICIAL.slice(0, -2), () => 'pulled');
    const images = await resolveImages(engine, { mode: 'auto', cacheDir: '/c' }, noProgress);
    expect(asked).toEqual(OFFICIAL.slice(-2));
    expect(images.source).toBe('registry');
    expect(images.notes).toEqual([]);
  });

  it('asks a silent registry for one image only, then uses the Debian image and says why', async () => {
    const { engine, asked } = engineWith([DEBIAN], () => 'registry-unreachable');
    const told: Progress[] = [];
    const images = await resolveImages(engine, { mode: 'auto', cacheDir: '/c', prefer: 'registry' }, (progress) =>
      told.push(progress),
    );
    expect(asked).toEqual([PROBE]);
    expect(images.source).toBe('debian');
    expect(images.components.alertmanager).toEqual({
      image: DEBIAN,
      binaries: { alertmanager: '/usr/bin/prometheus-alertmanager', amtool: '/usr/bin/amtool' },
    });
    const why = `the registry (Docker Hub) does not answer, and 8 images are missing`;
    expect(images.notes).toEqual([`${why}; the Debian image is used instead`]);
    expect(told.map(({ subject, status, detail }) => [subject, status, detail].join(' | '))).toEqual([
      'images | working | pulling 8 from Docker Hub',
      `image ${PROBE} | waiting | asking the registry`,
      `image ${PROBE} | failed | cannot pull ${PROBE}: registry-unreachable`,
      `images | working | ${why}; using the Debian image instead`,
      'images | done | Debian packages',
    ]);
  });

  it('gives up all pulls when one fails and there is another way', async () => {
    const lacks = officialReferences('memcached')[0];
    const { engine } = engineWith([DEBIAN], (reference) => (reference === lacks ? 'image-not-found' : 'hangs'));
    const images = await resolveImages(engine, { mode: 'auto', cacheDir: '/c', prefer: 'registry' }, noProgress);
    expect(images.notes).toEqual([`cannot pull from Docker Hub: ${lacks}; the Debian image is used instead`]);
  });

  it('names every image that a mirror lacks, with all its tries', async () => {
    const missing = [...officialReferences('memcached', 'm:5/x'), ...officialReferences('prometheus', 'm:5/x')];
    const { engine } = engineWith([DEBIAN], (reference) => (missing.includes(reference) ? 'image-not-found' : 'pulled'));
    const error = await failure(resolveImages(engine, { mode: 'registry', registry: 'm:5/x', cacheDir: '/c' }, noProgress));
    expect(error.exitCode).toBe(4);
    const { memcached, prometheus } = CATALOGUE;
    expect(text(error)).toBe(
      `cannot pull from m:5/x: ${memcached.official.image}, ${prometheus.official.image}
  memcached: cannot pull m:5/x/${memcached.official.image}: image-not-found; cannot pull m:5/x/library/${memcached.official.image}: image-not-found
  prometheus: cannot pull m:5/x/${prometheus.official.image}: image-not-found
→ see whether the mirror is right and complete, or build the images from Debian packages: --images debian`,
    );
  });

  it('says which images were not even tried', async () => {
    const { engine } = engineWith([], () => 'registry-unreachable');
    const error = await failure(resolveImages(engine, { mode: 'registry', cacheDir: '/c' }, noProgress));
    expect(text(error)).toBe(
      `the registry (Docker Hub) does not answer, and 8 images are missing
  nginx: cannot pull ${PROBE}: registry-unreachable
${COMPONENTS.slice(1)
  .map((name) => `  ${name}: not tried, as the registry does not answer\n`)
  .join('')}→ build the images from Debian packages: --images debian`,
    );
  });

  it('finds images that a mirror keeps below library', async () => {
    const { engine } = engineWith([], (reference) => (/^m\/[^/]+$/.test(reference) ? 'image-not-found' : 'pulled'));
    const images = await resolveImages(engine, { mode: 'registry', registry: 'm', cacheDir: '/c' }, noProgress);
    expect(images.components.mariadb.image).toBe(`m/library/${CATALOGUE.mariadb.official.image}`);
    expect(images.components.prometheus.image).toBe(`m/${CATALOGUE.prometheus.official.image}`);
  });

  it('ends with the reason of an interruption', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const { engine } = engineWith([], () => 'hangs');
    const interrupt = (progress: Progress) => progress.status === 'working' && controller.abort(reason);
    const error = await failure(resolveImages(engine, { mode: 'auto', cacheDir: '/c' }, interrupt, controller.signal));
    expect(error).toBe(reason);
  });

  it('gives both reasons when neither way works', async () => {
    const { engine } = engineWith([], () => 'registry-unreachable', { architecture: 'mips' });
    const error = await failure(resolveImages(engine, { mode: 'auto', cacheDir: '/c' }, noProgress));
    expect(error.code).toBe('architecture-unsupported');
    expect(error.message).toBe(
      `the registry (Docker Hub) does not answer, and 8 images are missing; there are no Debian packages for the engine's architecture mips`,
    );
  });
});
