import { mkdir, writeFile } from 'node:fs/promises';
import { EXIT, SupopsError } from '../../../core/errors.js';
import type { OnProgress } from '../../../core/progress.js';
import type { Milliseconds } from '../../../core/time.js';
import type { Images } from '../../engine/engine.js';
import { LABEL } from '../../model/labels.js';
import { bootstrap } from './bootstrap.js';
import { type BuildStep, describeStep, FIRST_STEP, isMirrorsFault, nextStep, telling } from './build-log.js';
import { packageSources } from './host.js';
import { bootstrapArguments, imageNameOf, type PackageSource, type Recipe } from './recipe.js';

/** 120 MB from a slow mirror, and 10 s of work. */
const LIMIT_MS: Milliseconds = 900_000;

/** Surroundings of a build. */
export interface BuildOptions {
  /** Where the output of a failed build is left. */
  readonly cacheDir: string;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds the image of a recipe from packages of the host's mirror, or of Debian's own if that one fails, and imports it.
 * @throws SupopsError `mmdebstrap-missing`, `image-build-failed`; the signal's reason
 */
export async function buildImage(images: Images, recipe: Recipe, options: BuildOptions): Promise<void> {
  const subject = `image ${imageNameOf(recipe)}`;
  const limit = AbortSignal.timeout(LIMIT_MS);
  const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit]);
  const output: string[] = [];
  try {
    for (const source of await packageSources()) {
      const mirror = source.mirror ?? 'the default mirror';
      output.push(`# ${mirror}`);
      const { exitCode, step } = await attempt(images, recipe, { ...options, signal, source, output });
      if (exitCode === 0) return options.onProgress({ subject, status: 'done', detail: `built from packages of ${mirror}` });
      if (!isMirrorsFault(step)) break;
    }
    throw await failure(`mmdebstrap could not make ${imageNameOf(recipe)}`, output, options.cacheDir);
  } catch (error) {
    options.onProgress({ subject, status: 'failed' });
    options.signal?.throwIfAborted();
    if (!limit.aborted) throw error;
    throw await failure(
      `building ${imageNameOf(recipe)} took more than ${LIMIT_MS / 60_000} minutes`,
      output,
      options.cacheDir,
    );
  }
}

interface Attempt extends BuildOptions {
  readonly source: PackageSource;
  readonly output: string[];
}

async function attempt(images: Images, recipe: Recipe, { source, output, onProgress, signal }: Attempt) {
  const reference = imageNameOf(recipe);
  let step: BuildStep = FIRST_STEP;
  const tell = () =>
    onProgress({ subject: `image ${reference}`, status: 'working', detail: describeStep(step), limitMs: LIMIT_MS });
  tell();
  const exitCode = await bootstrap(bootstrapArguments(recipe, source), {
    signal,
    onLine(line) {
      output.push(line);
      const next = nextStep(step, line);
      if (next === step) return;
      step = next;
      tell();
    },
    consume: (tar) => images.import(tar, reference, { [LABEL.imageSource]: 'debian' }),
  });
  return { exitCode, step };
}

async function failure(what: string, output: readonly string[], cacheDir: string): Promise<SupopsError> {
  const log = `${cacheDir}/image-build.log`;
  const written = await mkdir(cacheDir, { recursive: true })
    .then(() => writeFile(log, `${output.join('\n')}\n`))
    .then(
      () => true,
      () => false,
    );
  return new SupopsError({
    code: 'image-build-failed',
    exitCode: EXIT.unavailable,
    message: `${what}${written ? `; its whole output is in ${log}` : ''}`,
    hint: hintFor(output),
    details: telling(output),
  });
}

/** One thing to try, from what mmdebstrap and apt say. */
function hintFor(output: readonly string[]): string {
  const text = output.join('\n');
  if (/NO_PUBKEY|not signed|signatures couldn't be verified/.test(text)) {
    return "install the keys of Debian's archive: sudo apt-get install debian-archive-keyring";
  }
  if (/No space left on device/.test(text)) return 'make 1 GB of room in /var/tmp, and 600 MB where the engine keeps images';
  if (/unable to pick chroot mode|newuidmap|subuid|unshare|Operation not permitted/i.test(text)) {
    return 'let this user build images (sudo apt-get install uidmap), or run the same command as root';
  }
  return 'see whether this machine reaches a Debian mirror, or pull the official images: --images registry';
}
