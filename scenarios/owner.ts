import { hostname } from 'node:os';

/** Who started a run: written on its guardian, so that the next start can tell a run that lasts from one that was killed. */
export const thisOwner = (): string => `${hostname()}/${process.pid}`;

/** True where the owner is a living process of this machine; of another machine nothing is known. */
export function isAlive(owner: string | undefined): boolean {
  const [host, pid] = (owner ?? '').split('/');
  if (host !== hostname() || !pid || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // A process of another user cannot be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
