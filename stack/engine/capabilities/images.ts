import type { Labels } from '../../../core/labels.js';
import type { OnProgress } from '../../../core/progress.js';
import type { Milliseconds } from '../../../core/time.js';

/** Keeping images on the engine's machine. */
export interface Images {
  has(reference: string): Promise<boolean>;
  /** Whether an instance can be made of an image that is there: one whose import was cut off may be broken. Tries it, so it takes longer. */
  isUsable(reference: string): Promise<boolean>;
  /** Rejects with `registry-unreachable`, `image-not-found` or `pull-failed`. */
  pull(reference: string, options: PullOptions): Promise<void>;
  /** Imports a root file system (tar, may be compressed) as an image. What fails leaves no image behind. */
  import(tar: NodeJS.ReadableStream, reference: string, labels: Labels): Promise<void>;
  /** Makes an image of the file system of an instance, as it is now. */
  commit(id: string, reference: string, labels: Labels): Promise<void>;
  /** Removing what is gone: success. */
  remove(reference: string): Promise<void>;
  /** Images that carry all these labels, the newest first. */
  find(labels: Labels): Promise<readonly FoundImage[]>;
}

/** How an image is pulled. */
export interface PullOptions {
  /** Bounds the wait for the registry's first sign of life. */
  readonly firstAnswerMs: Milliseconds;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** An image on the engine's machine. */
export interface FoundImage {
  /** Every `name:tag` of it; none for an image that a newer one has replaced. */
  readonly references: readonly string[];
  readonly labels: Labels;
  /** When it was made, epoch ms on the engine's clock. */
  readonly createdAt: Milliseconds;
}
