import type { FileEntry } from '../model/stack.js';

/** What is neither pure nor stable, decided before the stack is made: the rest follows from it. */
export interface Settled {
  readonly stack: string;
  /** Factor of time compression. */
  readonly speed: number;
  readonly dns: readonly string[];
  readonly images: SettledImages;
  /** Host port by service: each publishes at most one. Absent: not settled, and not published. */
  readonly ports: Readonly<Partial<Record<PublishedService, number>>>;
  readonly monitoring: MonitoringFiles;
  readonly programs: Readonly<Record<'api' | 'exporter' | 'inbox' | 'visitors', string>>;
  /** `init.sql` with its placeholders. */
  readonly databaseInit: string;
  /** Files of the front by path below `/etc/supops`: `nginx.conf`, the page. */
  readonly front: TextFiles;
}

/** Where images came from, and what is in them. */
export interface SettledImages {
  readonly source: 'registry' | 'debian';
  readonly components: Readonly<
    Record<string, { readonly image: string; readonly binaries: Readonly<Record<string, string>> }>
  >;
}

/** Relative path → content. */
export type TextFiles = Readonly<Record<string, string>>;

/** Configuration of the monitoring below `/etc/supops`, as written for production (below `production/`) and as deployed. */
export interface MonitoringFiles {
  readonly prometheus: TextFiles;
  readonly alertmanager: TextFiles;
  readonly blackbox: TextFiles;
}

/** Services with a port that is published, and where it is tried first. */
export const PREFERRED_PORTS = {
  front: { container: 8080, host: 8080 },
  visitors: { container: 8090, host: 8090 },
  prometheus: { container: 9090, host: 9090 },
  alertmanager: { container: 9093, host: 9093 },
  inbox: { container: 8025, host: 8025 },
} as const satisfies Readonly<Record<string, { readonly container: number; readonly host: number }>>;

export type PublishedService = keyof typeof PREFERRED_PORTS;

/** Where files of ours are inside every instance. */
export const ETC = '/etc/supops';

/** Owner of files. */
export type Owner = Pick<FileEntry, 'uid' | 'gid'>;
