import type { OnProgress } from '../../core/progress.js';
import type { Images } from '../engine/engine.js';

/** How images are looked at. */
export interface Look {
  /** References that instances were made of already: these are not tried again. */
  readonly inUse: readonly string[];
  readonly onProgress: OnProgress;
}

/**
 * Which of the references the engine has an image for that instances can be made of. One that is there and broken, because its import or
 * pull was cut off, is removed and left out, so that it is made or pulled again.
 */
export async function usableImages(
  images: Images,
  references: readonly string[],
  { inUse, onProgress }: Look,
): Promise<ReadonlySet<string>> {
  const usable = await Promise.all(
    references.map(async (reference) => {
      if (inUse.includes(reference)) return true;
      if (!(await images.has(reference))) return false;
      if (await images.isUsable(reference)) return true;
      onProgress({
        subject: `image ${reference}`,
        status: 'working',
        detail: 'is broken: it is removed, and made or pulled again',
      });
      // It may still be held by an instance that was never started; its name is taken from it all the same.
      await images.remove(reference).catch(() => {});
      return false;
    }),
  );
  return new Set(references.filter((_, index) => usable[index]));
}
