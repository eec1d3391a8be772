import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { RestartPolicy } from './restart-policy.js';
import type { FileContent } from './secret-content.js';

export type { RestartPolicy } from './restart-policy.js';

/**
 * A deployed system as data: everything that `reconcile` needs, nothing that depends on the engine. Secrets are references, and host ports
 * may be absent, so that it can be written out in any other form.
 */
export interface Stack {
  readonly name: string;
  readonly services: readonly Service[];
}

/** One program of the stack, run as one or several instances of the same definition (instances.ts). */
export interface Service {
  /** Unique in the stack, and a name under which each of its instances is reached: `db`, `api`. */
  readonly name: string;
  /** Number of instances. More than one only if no port is published, as they would contend for it. */
  readonly replicas: number;
  /** Its component, as in the catalogue: `mariadb`, `node`. */
  readonly component: string;
  /** Image reference, settled before the stack is made. */
  readonly image: string;
  /** The whole command line; the image's entrypoint is overridden. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files and directories put in place before each start, below a volume's path. */
  readonly files: readonly ServiceFile[];
  readonly volumes: readonly VolumeMount[];
  /** Paths that get an empty in-memory file system. */
  readonly tmpfs: readonly string[];
  readonly ports: readonly Port[];
  readonly dependsOn: readonly string[];
  readonly readiness: Readiness;
  readonly resources: Resources;
  readonly restart: RestartPolicy;
  readonly security: Security;
  /** DNS servers instead of the engine's, and further names under which the service is reached. */
  readonly dns: readonly string[];
  readonly aliases: readonly string[];
  readonly stopSignal?: string;
  readonly stopGraceMs: Milliseconds;
  /** Further labels, for what supops must know of a running stack (see labels.ts). */
  readonly labels: Labels;
}

/** A file or directory as defined: what is secret in it is a reference. */
export interface ServiceFile extends Omit<FileEntry, 'content'> {
  /** Absent for a directory. */
  readonly content?: FileContent;
}

/** A file or directory inside an instance. */
export interface FileEntry {
  /** Absolute path. */
  readonly path: string;
  /** Absent for a directory. */
  readonly content?: string | Uint8Array;
  /** Permission bits, e.g. 0o600. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A named volume at a path, one for each instance. Those to `keep` survive replacement; others hold files of ours and are emptied by it. */
export interface VolumeMount {
  /** Name within the instance: `data`. */
  readonly name: string;
  readonly path: string;
  readonly keep: boolean;
}

/** A port of a service. Only published ones can be reached from outside the stack. */
export interface Port {
  readonly name: string;
  readonly container: number;
  /** Host port on the publish address, settled before the stack is made; absent: not published. */
  readonly host?: number;
}

/** How to know that a service is ready, and by when it must be. */
export type Readiness = { readonly deadlineMs: Milliseconds } & (
  | { readonly kind: 'http'; readonly port: string; readonly path: string }
  | { readonly kind: 'tcp'; readonly port: string }
  /** A command inside the instance exits with 0: a query as the application's user. */
  | { readonly kind: 'query'; readonly command: readonly string[] }
  /** A line that this start has logged matches the regular expression. */
  | { readonly kind: 'log'; readonly pattern: string }
);

/** Bounds of a service. */
export interface Resources {
  readonly memoryBytes: number;
  readonly pids: number;
  /** CPUs, e.g. 0.5; absent: unlimited. */
  readonly cpus?: number;
}

/** What a service may do. Everything not named is dropped. */
export interface Security {
  readonly uid: number;
  readonly gid: number;
  readonly readOnlyRoot: boolean;
  readonly capabilities: readonly string[];
  /** Mounts the engine's control socket; for the exporter and the guardian only. */
  readonly engineSocket: boolean;
}
