import { EXIT, SupopsError } from '../../../../../core/errors.js';
import { noProgress } from '../../../../../core/progress.js';
import type { Milliseconds } from '../../../../../core/time.js';
import type { PullOptions } from '../../../capabilities/images.js';
import type { Client } from '../../client.js';
import { reasonOf, statusOf } from '../../errors.js';
import { guarded, toJson } from '../../streams.js';
import { classifyPull, type PullFailure } from './pull-errors.js';
import { splitReference } from './reference.js';

// A pull that reports nothing for this long will not go on.
const STALL_MS = 60_000;

/** One line of the engine's progress. */
interface PullMessage {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
}

/** Pulls an image, and gives up a registry that stays silent. */
export async function pullImage({ docker }: Client, reference: string, options: PullOptions): Promise<void> {
  const { firstAnswerMs, onProgress = noProgress, signal } = options;
  const { repository, tag } = splitReference(reference);
  const silence = silenceSignal(signal);
  const subject = `image ${reference}`;
  silence.allow(firstAnswerMs);
  try {
    const stream = guarded(await docker.createImage({ fromImage: repository, tag, abortSignal: silence.signal }));
    for await (const message of toJson<PullMessage>(stream)) {
      if (message.error !== undefined) throw new Error(message.error);
      silence.allow(STALL_MS);
      onProgress({ subject, status: 'working', detail: describe(message) });
    }
    onProgress({ subject, status: 'done' });
  } catch (error) {
    signal?.throwIfAborted();
    throw pullError(reference, error, silence.limitMs());
  } finally {
    silence.end();
  }
}

/** A signal that is aborted by the caller's, or by silence that lasts longer than was last allowed. */
function silenceSignal(outer: AbortSignal | undefined) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let exceeded: Milliseconds | undefined;
  const onAbort = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', onAbort, { once: true });
  if (outer?.aborted) onAbort();
  return {
    signal: controller.signal,
    allow(ms: Milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        exceeded = ms;
        controller.abort();
      }, ms);
    },
    /** The limit that silence exceeded, if it did. */
    limitMs: () => exceeded,
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', onAbort);
    },
  };
}

const HINTS: Readonly<Record<PullFailure, string>> = {
  'registry-unreachable': 'build the images from Debian packages: --images debian; or name a mirror: --registry PREFIX',
  'image-not-found': 'see whether the registry or mirror has it: --registry PREFIX',
  'pull-failed': 'try the pull by hand: docker pull',
};

function pullError(reference: string, error: unknown, silentMs: Milliseconds | undefined): SupopsError {
  const reason = silentMs === undefined ? reasonOf(error) : `no answer within ${silentMs / 1_000} s`;
  const code = silentMs === undefined ? classifyPull(statusOf(error), reason) : 'registry-unreachable';
  return new SupopsError({
    code,
    exitCode: EXIT.unavailable,
    message: `cannot pull ${reference}: ${reason}`,
    hint: code === 'pull-failed' ? `${HINTS[code]} ${reference}` : HINTS[code],
    cause: error,
  });
}

function describe({ status = '', id, progressDetail }: PullMessage): string {
  const { current, total } = progressDetail ?? {};
  const share = current !== undefined && total !== undefined && total > 0 ? ` ${Math.floor((100 * current) / total)} %` : '';
  return `${id === undefined ? '' : `${id}: `}${status}${share}`;
}
