import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { OnProgress } from '../../core/progress.js';
import type { Milliseconds } from '../../core/time.js';
import type { Images } from '../engine/engine.js';
import { CATALOGUE, type ComponentName } from './catalogue.js';
import { officialReferences } from './references.js';

/** Within this time a registry must give a first sign of life. */
const FIRST_ANSWER_MS: Milliseconds = 6_000;

/** What to pull, and from where. */
export interface PullRequest {
  readonly components: readonly ComponentName[];
  readonly registry?: string | undefined;
  /** Whether the first failure ends the other pulls: having only some of the images is of no use. */
  readonly allOrNothing: boolean;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
}

/** A component without an image, and what each try said. */
export interface FailedPull {
  readonly component: ComponentName;
  readonly unreachable: boolean;
  readonly tries: readonly string[];
}

/** The result. */
export interface Pulled {
  readonly images: ReadonlyMap<ComponentName, string>;
  readonly failures: readonly FailedPull[];
}

/**
 * Pulls images: one first, to learn whether the registry answers at all, then the others together.
 * @throws only the signal's reason
 */
export async function pullImages(images: Images, request: PullRequest): Promise<Pulled> {
  const [first, ...rest] = request.components;
  if (first === undefined) return { images: new Map(), failures: [] };
  const giveUp = new AbortController();
  const signal = request.signal === undefined ? giveUp.signal : AbortSignal.any([request.signal, giveUp.signal]);
  const start = async (component: ComponentName, onAnswer?: () => void) => {
    const result = await pullOne(images, component, { ...request, signal }, onAnswer);
    if (result?.failed === true && request.allOrNothing) giveUp.abort();
    return result;
  };
  const { promise: answered, resolve: onAnswer } = withResolvers();
  const probe = start(first, onAnswer);
  const early = await Promise.race([probe, answered]);
  const silent = early?.failed === true && early.unreachable;
  const others = silent ? rest.map(notTried) : rest.map((component) => start(component));
  const results = (await Promise.all([probe, ...others])).filter((result) => result !== undefined);
  request.signal?.throwIfAborted();
  return {
    images: new Map(results.flatMap((result) => (result.failed ? [] : [[result.component, result.image] as const]))),
    failures: results.filter((result) => result.failed),
  };
}

/** Undefined: given up because another one failed. */
type OnePull =
  | ({ readonly failed: true } & FailedPull)
  | { readonly failed: false; readonly component: ComponentName; readonly image: string }
  | undefined;

const notTried = (component: ComponentName): OnePull => ({ failed: true, component, unreachable: true, tries: [] });

async function pullOne(
  images: Images,
  component: ComponentName,
  { registry, onProgress, signal }: PullRequest,
  onAnswer: () => void = () => {},
): Promise<OnePull> {
  const tries: string[] = [];
  const onPulling: OnProgress = (progress) => {
    onAnswer();
    onProgress({ ...progress, part: true });
  };
  for (const reference of officialReferences(component, registry)) {
    const subject = `image ${reference}`;
    onProgress({ subject, status: 'waiting', detail: 'asking the registry', limitMs: FIRST_ANSWER_MS, part: true });
    try {
      await images.pull(reference, { firstAnswerMs: FIRST_ANSWER_MS, onProgress: onPulling, ...(signal && { signal }) });
      return { failed: false, component, image: reference };
    } catch (error) {
      const detail = signal?.aborted === true ? 'given up' : messageOf(error);
      onProgress({ subject, status: 'failed', detail, part: true });
      if (signal?.aborted === true) return undefined;
      tries.push(messageOf(error));
      if (error instanceof SupopsError && error.code === 'registry-unreachable') {
        return { failed: true, component, unreachable: true, tries };
      }
      onAnswer();
    }
  }
  return { failed: true, component, unreachable: false, tries };
}

/** The error for images that could not be pulled: what was tried for each, and one thing to do. */
export function pullError({ failures }: Pulled, registry: string | undefined): SupopsError {
  const unreachable = failures.some((failure) => failure.unreachable);
  const from = registry === undefined ? 'Docker Hub' : registry;
  const names = failures.map(({ component }) => CATALOGUE[component].official.image).join(', ');
  return new SupopsError({
    code: 'images-unavailable',
    exitCode: EXIT.unavailable,
    message: unreachable
      ? `the registry (${from}) does not answer, and ${failures.length} images are missing`
      : `cannot pull from ${from}: ${names}`,
    hint:
      registry === undefined
        ? 'build the images from Debian packages: --images debian'
        : 'see whether the mirror is right and complete, or build the images from Debian packages: --images debian',
    details: failures.map(({ component, tries }) =>
      tries.length === 0 ? `${component}: not tried, as the registry does not answer` : `${component}: ${tries.join('; ')}`,
    ),
  });
}

/** `Promise.withResolvers` of Node 22. */
function withResolvers() {
  let resolve: () => void = () => {};
  const promise = new Promise<undefined>((settle) => {
    resolve = () => settle(undefined);
  });
  return { promise, resolve };
}
