import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { execa } from 'execa';
import { EXIT, messageOf, SupopsError } from '../../../core/errors.js';
import type { Milliseconds } from '../../../core/time.js';

/** On disk and open to every user, which /tmp and a home folder often are not: the unpacked tree takes 1 GB for some seconds. */
const BUILD_FOLDER = '/var/tmp';

/** mmdebstrap takes away its tree in far less when it is asked to end. */
const GRACE_MS: Milliseconds = 15_000;

/** Whether this machine has what builds images. */
export const canBuildImages = (): Promise<boolean> =>
  execa('mmdebstrap', ['--version'], { reject: false }).then(({ exitCode }) => exitCode === 0);

/** What is done with the output of a bootstrap. */
export interface BootstrapUse {
  readonly onLine: (line: string) => void;
  /** Takes the root file system as a tar; only called when there is one. Rejects if the tar is broken. */
  readonly consume: (tar: NodeJS.ReadableStream) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs mmdebstrap, and hands on the root file system as it is written. All that it started has ended when the promise settles.
 * @returns its exit code, which is not 0 if it failed
 * @throws SupopsError `mmdebstrap-missing`; the signal's reason; what `consume` rejects with
 */
export async function bootstrap(args: readonly string[], use: BootstrapUse): Promise<number> {
  use.signal?.throwIfAborted();
  // A process group of its own, so that apt, dpkg and tar end with it and Ctrl-C does not end them behind our back.
  const child = execa('mmdebstrap', args, {
    detached: true,
    reject: false,
    buffer: false,
    stdin: 'ignore',
    env: { LC_ALL: 'C', TMPDIR: BUILD_FOLDER },
  });
  const group = processGroup(child.pid);
  use.signal?.addEventListener('abort', group.end, { once: true });
  try {
    const ended = child.then((result) => result);
    const consumed = consumeTar(child.stdout, ended, use.consume).catch((error: unknown) => {
      const isCause = child.exitCode === null && child.signalCode === null;
      group.end();
      return isCause ? { error } : undefined;
    });
    for await (const line of child.iterable({ from: 'stderr' })) use.onLine(line);
    const [{ exitCode, cause }, failure] = await Promise.all([ended, consumed]);
    use.signal?.throwIfAborted();
    if (child.pid === undefined) throw startError(cause);
    if (failure !== undefined) throw failure.error;
    return exitCode ?? -1;
  } finally {
    use.signal?.removeEventListener('abort', group.end);
    group.forget();
  }
}

/**
 * A tar that ends early may still be a valid one. So it is spoilt if the program failed, and no engine takes half a tree for
 * a whole one.
 */
async function consumeTar(
  stdout: NodeJS.ReadableStream,
  ended: Promise<{ readonly exitCode?: number }>,
  consume: BootstrapUse['consume'],
): Promise<undefined> {
  const tar = new PassThrough();
  stdout.pipe(tar, { end: false });
  const begun = await Promise.race([once(tar, 'readable').then(() => true), ended.then(() => false)]);
  if (!begun) return;
  const finish = ended.then(({ exitCode }) => (exitCode === 0 ? tar.end() : tar.end(Buffer.alloc(1_537, 0xff))));
  try {
    await Promise.all([consume(tar), finish]);
  } finally {
    // Output that nobody reads any more would keep the program from ending.
    tar.resume();
  }
}

/** Ends a process group, by force if it does not end by itself. */
function processGroup(pid: number | undefined) {
  let timer: NodeJS.Timeout | undefined;
  const tell = (signal: NodeJS.Signals) => {
    try {
      if (pid !== undefined) process.kill(-pid, signal);
    } catch {
      // It has ended already.
    }
  };
  return {
    end() {
      tell('SIGTERM');
      timer ??= setTimeout(() => tell('SIGKILL'), GRACE_MS);
    },
    forget: () => clearTimeout(timer),
  };
}

function startError(cause: unknown): SupopsError {
  const missing = (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  return new SupopsError({
    code: 'mmdebstrap-missing',
    exitCode: EXIT.unavailable,
    message: missing
      ? 'mmdebstrap, which builds images from Debian packages, is not installed'
      : `mmdebstrap, which builds images from Debian packages, cannot be started: ${messageOf(cause)}`,
    hint: missing
      ? 'on Debian and Ubuntu: sudo apt-get install mmdebstrap; elsewhere pull the official images: --images registry'
      : 'pull the official images: --images registry',
    cause,
  });
}
