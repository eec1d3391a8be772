import { posix } from 'node:path';
import { CGROUPS_INSIDE } from '../../../stack/engine/instance-spec.js';

/** The controllers whose groups are joined: those that count and limit what a load uses. What freezes, kills or counts processes is left alone. */
const JOINED = ['cpu', 'cpuacct', 'memory', 'blkio'] as const;
/** A controller that is joined. */
export type Controller = (typeof JOINED)[number];

/** The control groups of a process, as folders that the agent sees. */
export interface Groups {
  readonly version: 1 | 2;
  /** The folder of each controller; with version 2 it is the same one for all. */
  readonly folders: Readonly<Record<Controller, string>>;
}

/**
 * The groups of a process from its /proc/<pid>/cgroup: lines of `hierarchy:controllers:path`, with an empty list of controllers for version 2. Where both
 * are there, those of version 1 are in force. `undefined` if a controller is missing.
 */
export function groupsOf(text: string): Groups | undefined {
  const lines = text.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    return controllers === undefined || path === undefined ? [] : [{ controllers, path }];
  });
  const folderOf = (controller: Controller): readonly string[] => {
    const own = lines.find(({ controllers }) => controllers.split(',').includes(controller));
    return own ? [posix.join(CGROUPS_INSIDE, own.controllers, own.path)] : [];
  };
  const [cpu, cpuacct, memory, blkio] = JOINED.map((controller) => folderOf(controller)[0]);
  if (cpu && cpuacct && memory && blkio) return { version: 1, folders: { cpu, cpuacct, memory, blkio } };
  const unified = lines.find(({ controllers }) => controllers === '');
  // A path that leaves the mount is one of a namespace that does not show the victim's group.
  if (!unified || cpu || memory || unified.path.includes('..')) return undefined;
  const folder = posix.join(CGROUPS_INSIDE, unified.path);
  return { version: 2, folders: { cpu: folder, cpuacct: folder, memory: folder, blkio: folder } };
}

/** The different folders of some groups. */
export const foldersOf = ({ folders }: Groups): readonly string[] => [...new Set(Object.values(folders))];
