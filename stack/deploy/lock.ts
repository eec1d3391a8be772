import path from 'node:path';
import type { Milliseconds } from '../../core/time.js';
import { type LockOptions, withLock } from '../state/lock.js';
import { removeEmpty, stackStateDirectory } from '../state/state.js';
import type { Host } from './host.js';

// Another `up` may be building images.
const LIMIT_MS: Milliseconds = 30 * 60_000;

/**
 * Does something that changes a stack while no other command on this machine changes it. Two that create at the same time would each make a
 * network, as the engine does not keep their names apart, and neither would come up.
 * @throws SupopsError `stack-busy`, `state-unusable` (exit 4)
 */
export async function whileAlone<T>(
  host: Host,
  { stack, ifUnusable }: { readonly stack: string } & Pick<LockOptions, 'ifUnusable'>,
  work: () => Promise<T>,
): Promise<T> {
  const { engine, clock, signal, onProgress, stateDir } = host;
  const folder = stackStateDirectory(stateDir, (await engine.info()).id, stack);
  const subject = 'other commands';
  let waited = false;
  const onWaiting = (holder: string) => {
    waited = true;
    onProgress({ subject, status: 'waiting', detail: `waiting for ${holder}, which works on the stack`, limitMs: LIMIT_MS });
  };
  const begin = () => {
    if (waited) onProgress({ subject, status: 'done', detail: 'ended' });
    return work();
  };
  try {
    return await withLock(`${folder}.lock`, { clock, signal, limitMs: LIMIT_MS, ifUnusable, onWaiting }, begin);
  } finally {
    await removeEmpty(path.dirname(folder));
  }
}
