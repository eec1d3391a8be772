import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { noProgress, type OnProgress } from '../../core/progress.js';
import { type Engine, type Images, need } from '../engine/engine.js';
import { type Binaries, CATALOGUE, COMPONENTS, type ComponentName } from './catalogue.js';
import { buildImage } from './debian/build.js';
import { imageNameOf, type Recipe, recipeFor } from './debian/recipe.js';
import { decideImages, type ImageDecision, type ImageRequest, type ImageSource } from './decide.js';
import { pullError, pullImages } from './pull.js';
import { officialReferences } from './references.js';
import { usableImages } from './usable.js';

export type { ImageRequest, ImageSource } from './decide.js';

/** What an engine that is to have images must be able to do. */
export type ImageEngine = Pick<Engine, 'kind' | 'info' | 'images'>;

/** Every component's image, on the engine. */
export interface ResolvedImages {
  readonly source: ImageSource;
  readonly components: Readonly<Record<ComponentName, ResolvedComponent>>;
  /** What a person should know: why images were built instead of pulled. */
  readonly notes: readonly string[];
}

export interface ResolvedComponent {
  readonly image: string;
  /** Program → its absolute path in the image: `{ mariadbd: '/usr/sbin/mariadbd' }`. */
  readonly binaries: Binaries;
}

/** What resolving needs to know and to do. */
interface Work {
  readonly images: Images;
  readonly request: ImageRequest;
  readonly architecture: string;
  /** Undefined if there are no Debian packages for the engine's architecture. */
  readonly recipe: Recipe | undefined;
  /** Official images that the engine has. */
  readonly present: ReadonlyMap<ComponentName, string>;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes sure that the engine has an image for every component.
 * @throws SupopsError with exit code 4: `images-unavailable`, `image-build-failed`, `mmdebstrap-missing`, `architecture-unsupported`; the
 *   signal's reason
 */
export async function resolveImages(
  engine: ImageEngine,
  request: ImageRequest,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<ResolvedImages> {
  const { inUse = [] } = request;
  const find = (images: Images, references: readonly string[]) => usableImages(images, references, { inUse, onProgress });
  const { work, decision } = await look(engine, request, find);
  return carryOut({ ...work, onProgress, signal }, decision);
}

/** What `resolveImages` would return if all goes well: nothing is pulled or built; a note says what would be. */
export async function previewImages(engine: ImageEngine, request: ImageRequest): Promise<ResolvedImages> {
  const { work, decision } = await look(engine, request, imagesThere);
  switch (decision.kind) {
    case 'use':
      return carryOut(work, decision);
    case 'build':
      return { ...debian(work), notes: ['an image would be built from Debian packages'] };
    case 'pull': {
      const wanted = decision.missing.map((name) => [name, officialReferences(name, request.registry)[0] ?? ''] as const);
      const note = `${wanted.length} images would be pulled: ${wanted.map(([, reference]) => reference).join(', ')}`;
      return { ...official(new Map([...work.present, ...wanted])), notes: [note] };
    }
  }
}

async function look(
  engine: ImageEngine,
  request: ImageRequest,
  find: (images: Images, references: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<{ work: Work; decision: ImageDecision }> {
  const images = need(engine, 'images');
  const { architecture } = await engine.info();
  const recipe = recipeFor(architecture);
  const candidates = officialCandidates(request.registry);
  const debianImage = recipe === undefined ? [] : [imageNameOf(recipe)];
  const found = await find(images, [...candidates.map(({ reference }) => reference), ...debianImage]);
  const present = presentOfficial(candidates, found);
  const missing = COMPONENTS.filter((component) => !present.has(component));
  const work: Work = { images, request, architecture, recipe, present, onProgress: noProgress };
  return { work, decision: decideImages(request, { missing, debian: debianImage.some((image) => found.has(image)) }) };
}

interface OfficialCandidate {
  readonly component: ComponentName;
  readonly reference: string;
}

const officialCandidates = (registry: string | undefined): readonly OfficialCandidate[] =>
  COMPONENTS.flatMap((component) => officialReferences(component, registry).map((reference) => ({ component, reference })));

// Reversed, so that the first candidate wins.
const presentOfficial = (
  candidates: readonly OfficialCandidate[],
  found: ReadonlySet<string>,
): ReadonlyMap<ComponentName, string> =>
  new Map(
    candidates
      .filter(({ reference }) => found.has(reference))
      .reverse()
      .map(({ component, reference }) => [component, reference]),
  );

// Nothing is tried, as trying takes a throw-away instance.
async function imagesThere(images: Images, references: readonly string[]): Promise<ReadonlySet<string>> {
  const has = await Promise.all(references.map((reference) => images.has(reference)));
  return new Set(references.filter((_, index) => has[index]));
}

async function carryOut(work: Work, decision: ImageDecision): Promise<ResolvedImages> {
  switch (decision.kind) {
    case 'use':
      return decision.source === 'registry' ? official(work.present) : debian(work);
    case 'build':
      await build(work);
      return debian(work);
    case 'pull':
      return pull(work, decision);
  }
}

async function pull(work: Work, { missing, otherwise }: ImageDecision & { kind: 'pull' }): Promise<ResolvedImages> {
  const { images, request, present, onProgress, signal } = work;
  const { registry } = request;
  const from = registry ?? 'Docker Hub';
  onProgress({ subject: 'images', status: 'working', detail: `pulling ${missing.length} from ${from}` });
  const pulled = await pullImages(images, {
    components: missing,
    registry,
    allOrNothing: otherwise !== undefined,
    onProgress,
    signal,
  });
  if (pulled.failures.length === 0) {
    onProgress({ subject: 'images', status: 'done', detail: `pulled from ${from}` });
    return official(new Map([...present, ...pulled.images]));
  }
  const error = pullError(pulled, registry);
  if (otherwise === undefined) {
    onProgress({ subject: 'images', status: 'failed' });
    throw error;
  }
  const building = otherwise.kind === 'build';
  const detail = building ? 'building from Debian packages instead' : 'using the Debian image instead';
  onProgress({ subject: 'images', status: 'working', detail: `${error.message}; ${detail}` });
  const resolved = await carryOut(work, otherwise).catch((buildError: unknown) => {
    signal?.throwIfAborted();
    throw neither(error, buildError);
  });
  onProgress({ subject: 'images', status: 'done', detail: 'Debian packages' });
  const note = building ? 'built from Debian packages instead' : 'the Debian image is used instead';
  return { ...resolved, notes: [`${error.message}; ${note}`, ...resolved.notes] };
}

/** Both ways failed: the second one's error, with the first one's reasons. */
function neither(pullFailure: SupopsError, buildError: unknown): unknown {
  if (!(buildError instanceof SupopsError)) return buildError;
  return new SupopsError({
    code: buildError.code,
    exitCode: EXIT.unavailable,
    message: `${pullFailure.message}; ${messageOf(buildError)}`,
    hint: buildError.hint ?? 'name a registry that this machine reaches: --registry PREFIX',
    details: [...pullFailure.details, ...buildError.details],
    cause: buildError,
  });
}

async function build({ images, request, architecture, recipe, onProgress, signal }: Work): Promise<void> {
  if (recipe === undefined) {
    throw new SupopsError({
      code: 'architecture-unsupported',
      exitCode: EXIT.unavailable,
      message: `there are no Debian packages for the engine's architecture ${architecture}`,
      hint: 'pull the official images: --images registry',
    });
  }
  await buildImage(images, recipe, { cacheDir: request.cacheDir, onProgress, signal });
}

const official = (images: ReadonlyMap<ComponentName, string>): ResolvedImages => ({
  source: 'registry',
  components: components((name) => ({ image: images.get(name) ?? '', binaries: CATALOGUE[name].official.binaries })),
  notes: [],
});

const debian = ({ recipe }: Work): ResolvedImages => ({
  source: 'debian',
  components: components((name) => ({
    image: recipe === undefined ? '' : imageNameOf(recipe),
    binaries: CATALOGUE[name].debian.binaries,
  })),
  notes: [],
});

const components = (make: (name: ComponentName) => ResolvedComponent) =>
  Object.fromEntries(COMPONENTS.map((name) => [name, make(name)])) as Record<ComponentName, ResolvedComponent>;
