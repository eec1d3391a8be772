import { type ImageEngine, previewImages } from '../images/resolve.js';
import type { HelperHost } from '../supervised/supervised.js';

/** What programs beside a stack would run on, from an image that the engine has; `undefined` if it has none. */
export async function helperHost(engine: ImageEngine, cacheDir: string): Promise<HelperHost | undefined> {
  const { components, notes } = await previewImages(engine, { mode: 'auto', cacheDir });
  const { image, binaries } = components.node;
  return notes.length > 0 || image === '' ? undefined : { image, node: binaries.node ?? 'node' };
}
