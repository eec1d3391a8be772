import { hostname } from 'node:os';

/** Who started a run: written on its guardian, so that the next start can distinguish a live run from one that was killed. */
export const thisOwner = (): string => `${hostname()}/${process.pid}`;

/** Whether the owner still runs; unknown for another machine. */
export function stateOfOwner(owner: string | undefined): 'alive' | 'dead' | 'unknown' {
  const [host, pid] = (owner ?? '').split('/');
  if (host !== hostname() || !pid || Number(pid) === process.pid) return 'unknown';
  try {
    process.kill(Number(pid), 0);
    return 'alive';
  } catch (error) {
    // A process of another user cannot be signalled, but it exists.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : 'dead';
  }
}
