import { posix } from 'node:path';

/** Mounts that every container has of its own, and those of the agent. */
const OWN = /^\/(?:proc|sys|dev|run|tmp|etc\/(?:supops|hosts|hostname|resolv\.conf))?(?:\/|$)/;

/** Where file systems are mounted, from /proc/self/mountinfo: the fifth field, with octal escapes as in proc(5). */
export const mountPoints = (mountinfo: string): readonly string[] =>
  mountinfo.split('\n').flatMap((line) => {
    const point = line.split(' ')[4];
    return point === undefined
      ? []
      : [point.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))];
  });

/**
 * The volume of the victim that a path lies in, and those that there are otherwise.
 * @throws Error that names them, if it is in none
 */
export function volumeOf(path: string, points: readonly string[]): string {
  const wanted = posix.normalize(path).replace(/(?<=.)\/$/, '');
  const volumes = [...new Set(points)].filter((point) => point !== '/' && !OWN.test(point)).sort();
  const within = volumes.filter((volume) => wanted === volume || wanted.startsWith(`${volume}/`));
  const found = within.at(-1);
  if (found !== undefined) return found;
  const known = volumes.length === 0 ? 'it has none' : `there are ${volumes.join(', ')}`;
  throw new Error(`${path} is in no volume of the victim: ${known}`);
}
