import { describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.js';
import { CATALOGUE } from '../images/catalogue.js';
import { previewImages } from '../images/resolve.js';
import { LABEL } from '../model/labels.js';
import { fakeEngine, fakeInstance } from '../testing/fake-engine.js';
import { observedImages } from './settle.js';

const observed = (source: string | undefined, image: string, component = 'mariadb') => ({
  instances: [
    fakeInstance({ image, labels: { [LABEL.component]: component, ...(source ? { [LABEL.imageSource]: source } : {}) } }),
  ],
});

describe('the images of a stack that is there', () => {
  it.each([
    ['from Docker Hub', 'registry', CATALOGUE.mariadb.official.image, { source: 'registry' }],
    [
      'from a mirror',
      'registry',
      `mirror.example/hub/${CATALOGUE.mariadb.official.image}`,
      { source: 'registry', registry: 'mirror.example/hub' },
    ],
    ['from Debian', 'debian', 'supops/debian:1', { source: 'debian' }],
    ['from nowhere known', undefined, 'mariadb:1', {}],
  ])('are found again %s', (_, source, image, expected) => {
    expect(observedImages(observed(source, image))).toEqual(expected);
  });

  it('say nothing when the component is unknown', () => {
    expect(observedImages(observed('registry', 'x:1', 'surprise'))).toEqual({ source: 'registry' });
  });
});

describe('previewImages', () => {
  const info = async () => ({ architecture: 'x86_64' }) as Awaited<ReturnType<Engine['info']>>;
  // Pulling or importing is not part of this engine: it would fail.
  const { engine } = fakeEngine({ info, capabilities: { images: { has: async () => false } } });

  it('says what would be pulled, and pulls nothing', async () => {
    const preview = await previewImages(engine, { mode: 'registry', registry: 'mirror.example', cacheDir: '/nowhere' });
    expect(preview.components.prometheus.image).toBe(`mirror.example/${CATALOGUE.prometheus.official.image}`);
    expect(preview.notes).toEqual([expect.stringMatching(/^8 images would be pulled: mirror\.example\//)]);
  });

  it('says that an image would be built, and builds nothing', async () => {
    const preview = await previewImages(engine, { mode: 'debian', cacheDir: '/nowhere' });
    expect(preview.source).toBe('debian');
    expect(preview.notes).toEqual(['an image would be built from Debian packages']);
  });
});
