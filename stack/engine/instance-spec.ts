import type { Labels } from '../../core/labels.js';
import type { RestartPolicy } from '../model/restart-policy.js';
import type { Port, Resources, Security } from '../model/stack.js';

/** Everything about an instance to create. Names here are engine-wide (`supops-db`, not `db`). */
export interface InstanceSpec {
  readonly name: string;
  readonly hostname: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Labels;
  /** Network to join and the names there; absent: no network at all. */
  readonly network?: { readonly name: string; readonly aliases: readonly string[] };
  readonly dns: readonly string[];
  readonly ports: readonly Port[];
  readonly publishAddress: string;
  /** Volumes by engine-wide name; without a name one that is removed with the instance. */
  readonly volumes: readonly { readonly name?: string; readonly path: string }[];
  readonly tmpfs: readonly string[];
  readonly resources: Resources;
  readonly security: Security;
  readonly restart: RestartPolicy;
  readonly stopSignal?: string;
  /** What it shares with others instead of having its own; absent: nothing. */
  readonly beside?: Beside;
  /** Keeps standard input open for exactly one client; its end of file reaches the program. */
  readonly stdin?: boolean;
  /** The engine removes the instance when its program ends. */
  readonly removeOnExit?: boolean;
}

/** What a helper shares with an instance, or with the engine's machine. */
export interface Beside {
  /** Id of the instance whose network it joins. */
  readonly network?: string;
  /** Sees the machine's processes. */
  readonly processes?: boolean;
  /** Sees the machine's control groups below `CGROUPS_INSIDE`, and may join one. */
  readonly cgroups?: boolean;
  /** Id of the instance whose volumes it mounts at their own paths. */
  readonly volumesOf?: string;
}

/** Where a helper that sees the machine's control groups finds them. */
export const CGROUPS_INSIDE = '/host/cgroup';
