import { EXIT, SupopsError } from '../../../../core/errors.js';
import type { Labels } from '../../../../core/labels.js';
import { noProgress } from '../../../../core/progress.js';
import type { Milliseconds } from '../../../../core/time.js';
import type { FoundImage, Images, PullOptions } from '../../capabilities/images.js';
import type { Client } from '../client.js';
import { ask, askUnless, reasonOf, statusOf, UNLIMITED } from '../errors.js';
import { toFilter } from '../listing.js';
import { guarded, toJson } from '../streams.js';
import { classifyPull, type PullFailure } from './pull-errors.js';
import { splitReference } from './reference.js';

const GONE = 404;
// A pull that tells nothing for this long will not go on.
const STALL_MS = 60_000;

/** Images of the engine. */
export const images = (client: Client): Images => ({
  async has(reference) {
    return (await askUnless([GONE], `look for image ${reference}`, client.docker.getImage(reference).inspect())) !== undefined;
  },
  pull: (reference, options) => pullImage(client, reference, options),
  import: (tar, reference, labels) => importImage(client, tar, reference, labels),
  async remove(reference) {
    await askUnless([GONE], `remove image ${reference}`, client.docker.getImage(reference).remove());
  },
  find: (labels) => findImages(client, labels),
});

async function findImages({ docker }: Client, labels: Labels): Promise<readonly FoundImage[]> {
  const filters = { label: toFilter(labels) };
  const found = await ask('list images', docker.listImages({ filters }));
  return found
    .map(({ RepoTags, Labels: carried, Created }) => ({
      references: (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>'),
      labels: carried ?? {},
      createdAt: Created * 1_000,
    }))
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** One line of the engine's progress. */
interface PullMessage {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
}

async function pullImage({ docker }: Client, reference: string, options: PullOptions): Promise<void> {
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

async function importImage({ docker }: Client, tar: NodeJS.ReadableStream, reference: string, labels: Labels): Promise<void> {
  const { repository, tag } = splitReference(reference);
  const changes = Object.entries(labels).map(([name, value]) => `LABEL ${quote(name)}=${quote(value)}`);
  const action = `import image ${reference}`;
  const stream = guarded(await ask(action, docker.importImage(tar, { repo: repository, tag, changes }), UNLIMITED));
  await ask(action, untilImported(stream), UNLIMITED);
}

async function untilImported(stream: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const { error } of toJson<PullMessage>(stream)) if (error !== undefined) throw new Error(error);
}

// Changes are Dockerfile instructions, in which `$` begins a variable.
const quote = (text: string) => `"${text.replace(/["\\$]/g, '\\$&')}"`;
