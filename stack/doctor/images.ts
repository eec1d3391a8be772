import { canBuildImages } from '../images/debian/bootstrap.js';
import { type ImageEngine, previewImages } from '../images/resolve.js';
import type { Check, Diagnosis } from './check.js';

/** Where the images of a stack would come from. */
export const imageCheck = (engine: ImageEngine, cacheDir: string): Check => ({
  id: 'images',
  title: 'images',
  run: async () => {
    const { source, notes } = await previewImages(engine, { mode: 'auto', cacheDir });
    return judgeImages({ source, notes, canBuild: notes.length === 0 || (await canBuildImages()) });
  },
});

/** What is known without pulling or building anything. */
export function judgeImages({
  source,
  notes,
  canBuild,
}: {
  readonly source: 'registry' | 'debian';
  /** What would be pulled or built; empty if all images are there. */
  readonly notes: readonly string[];
  readonly canBuild: boolean;
}): Diagnosis {
  if (notes.length === 0)
    return { status: 'ok', detail: `all there, ${source === 'debian' ? 'built from Debian packages' : 'from a registry'}` };
  const detail = notes.join('; ');
  const hint = 'if no registry answers, install what builds them: sudo apt-get install mmdebstrap debian-archive-keyring';
  if (!canBuild)
    return source === 'debian'
      ? { status: 'problem', detail: `${detail}, but mmdebstrap is not installed`, hint }
      : { status: 'warning', detail: `${detail}; they could not be built instead`, hint };
  return {
    status: 'ok',
    detail: source === 'debian' ? detail : `${detail}; if that fails, they are built from Debian packages`,
  };
}
