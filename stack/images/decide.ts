import type { ComponentName } from './catalogue.js';

/** Where images come from. */
export type ImageSource = 'registry' | 'debian';

/** What is asked for. */
export interface ImageRequest {
  readonly mode: 'auto' | ImageSource;
  /** Prefix of a mirror, before the images' own names: `registry.example.org/mirror`. */
  readonly registry?: string;
  /** What the deployed stack uses. */
  readonly prefer?: ImageSource;
  /** References that the deployed stack's instances were made of. */
  readonly inUse?: readonly string[];
  /** Where the output of a failed build is left. */
  readonly cacheDir: string;
}

/** What the engine has, and instances can be made of. */
export interface PresentImages {
  /** Components without an official image. */
  readonly missing: readonly ComponentName[];
  /** Whether it has the Debian image. */
  readonly debian: boolean;
}

/** What to do for the images. */
export type ImageDecision =
  | { readonly kind: 'use'; readonly source: ImageSource }
  /** `otherwise`: what to do when not all can be pulled; absent: fail. */
  | { readonly kind: 'pull'; readonly missing: readonly ComponentName[]; readonly otherwise?: ImageDecision }
  | { readonly kind: 'build' };

/**
 * Decides where the images come from. `auto` uses what is there: first what the stack uses already, then the official images, then Debian's;
 * else it pulls, and builds if that fails. Two things make it pull although the Debian image is there: a registry that is named,
 * which is meant, and a stack that runs on official images, whose data Debian's older programs might not read.
 */
export function decideImages(request: ImageRequest, present: PresentImages): ImageDecision {
  const { missing } = present;
  const registry: ImageDecision = missing.length === 0 ? { kind: 'use', source: 'registry' } : { kind: 'pull', missing };
  const debian: ImageDecision = present.debian ? { kind: 'use', source: 'debian' } : { kind: 'build' };
  if (request.mode === 'registry') return registry;
  if (request.mode === 'debian') return debian;
  const registryIsMeant = request.registry !== undefined || request.prefer === 'registry';
  if (registry.kind === 'pull') {
    return present.debian && !registryIsMeant ? debian : { ...registry, otherwise: debian };
  }
  return present.debian && !registryIsMeant && request.prefer === 'debian' ? debian : registry;
}
