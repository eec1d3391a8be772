import type { Labels } from '../../core/labels.js';
import type { OnProgress } from '../../core/progress.js';
import type { Milliseconds } from '../../core/time.js';
import type { FileEntry, Port, Resources, RestartPolicy, Security } from '../model/stack.js';

/**
 * What supops asks of a container engine, in words of its own. Composed of small interfaces, so that a function names what it
 * needs. Every method rejects with a `SupopsError` of exit code 4. Codes that callers may tell apart: `not-found`, `image-not-found`,
 * `conflict`, `not-running`, `port-taken`, `unreachable` (not published), `engine-unreachable`, `engine-unsupported`, `engine-rejected`,
 * `engine-failed`; and of pulls `registry-unreachable`, `pull-failed`.
 */
export interface Engine extends Identity, Listing, Lifecycle, Provisioning, Files, Exec, Logs, Events, Usage, Images, Helpers {
  close(): void;
}

/** Who the engine is and what time it has. */
export interface Identity {
  info(): Promise<EngineInfo>;
  /** One reading of the engine's clock. */
  readClock(): Promise<ClockReading>;
  /** The only way to address anything: the URL (`http://host:port`, no trailing slash) of a published port. */
  reach(instance: Instance, port: number, protocol?: 'http' | 'tcp'): URL;
}

export interface EngineInfo {
  /** Stable identity of the engine, for state kept by engine. */
  readonly id: string;
  readonly kind: 'docker';
  readonly version: string;
  readonly apiVersion: string;
  /** Where it was reached and by which rule: `unix:///var/run/docker.sock (usual socket)`. */
  readonly endpoint: string;
  readonly operatingSystem: string;
  readonly architecture: string;
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** Offset = engine minus local, in ms, known to ± uncertainty (half the round trip). */
export interface ClockReading {
  readonly offsetMs: Milliseconds;
  readonly uncertaintyMs: Milliseconds;
}

/** What exists of a stack. */
export interface Listing {
  /** Names of stacks that have anything on this engine. */
  stacks(): Promise<readonly string[]>;
  observe(stack: string): Promise<Observed>;
  inspect(id: string): Promise<Instance>;
}

/** Observed state of a stack. */
export interface Observed {
  readonly stack: string;
  /** Services' instances; not helpers. */
  readonly instances: readonly Instance[];
  readonly helpers: readonly Instance[];
  readonly volumes: readonly Resource[];
  readonly networks: readonly Resource[];
}

/** A volume or network with its engine-wide name. */
export interface Resource {
  readonly name: string;
  readonly labels: Labels;
}

/** A container, as far as supops cares. */
export interface Instance {
  readonly id: string;
  /** Engine-wide name: `supops-db`. */
  readonly name: string;
  /** Service name in the stack; the helper's name for helpers. */
  readonly service: string;
  readonly image: string;
  readonly labels: Labels;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removing' | 'dead';
  /** Start of the current or last run, epoch ms on the engine's clock; 0 if never started. */
  readonly startedAt: Milliseconds;
  /** End of the last run that ended, on the engine's clock; 0 or absent if none has. */
  readonly finishedAt?: Milliseconds;
  readonly exitCode: number;
  readonly restartCount: number;
  readonly restartPolicy: RestartPolicy;
  readonly outOfMemory: boolean;
  /** State of the container's own health check; absent where it has none. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** CPUs it may use; absent: not limited. */
  readonly cpus?: number;
  /** Published ports, container port → host port. Known for running instances, and configured ones otherwise. */
  readonly published: Readonly<Record<number, number>>;
}

/** Changes of one instance's state. Stopping what is stopped, starting what runs, removing what is gone: success. */
export interface Lifecycle {
  create(spec: InstanceSpec): Promise<string>;
  start(id: string): Promise<void>;
  stop(id: string, graceMs: Milliseconds): Promise<void>;
  /** SIGKILL; fails with `not-running` where the instance does not run. */
  kill(id: string): Promise<void>;
  /** Removes the instance by force, and volumes without a name. */
  remove(id: string): Promise<void>;
  setRestartPolicy(id: string, policy: RestartPolicy): Promise<void>;
}

/** Networks and volumes; creating what exists and removing what is gone: success. */
export interface Provisioning {
  createNetwork(name: string, labels: Labels): Promise<void>;
  removeNetwork(name: string): Promise<void>;
  createVolume(name: string, labels: Labels): Promise<void>;
  removeVolume(name: string): Promise<void>;
}

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
  /** Keeps standard input open for exactly one client; its end of file reaches the program. */
  readonly stdin?: boolean;
  /** The engine removes the instance when its program ends. */
  readonly removeOnExit?: boolean;
}

/** Files by the engine's API; works on instances that are not running. */
export interface Files {
  /** Writes entries below volumes of the instance; parents must be volumes or be among the entries. */
  putFiles(id: string, entries: readonly FileEntry[]): Promise<void>;
  /** Reads all files below a path: absolute path → content. */
  getFiles(id: string, path: string): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Commands inside a running instance. */
export interface Exec {
  /** An aborted signal ends the wait, not the command. */
  exec(id: string, command: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<ExecResult>;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Logs {
  /** Lines of an instance, oldest first; with `follow` until the signal is aborted or the instance is gone. */
  logs(id: string, options: LogOptions): AsyncIterable<LogLine>;
}

export interface LogOptions {
  readonly follow?: boolean;
  /** Only the last n lines. */
  readonly tail?: number;
  /** Only lines at or after this moment (engine's clock). */
  readonly since?: Milliseconds;
  readonly signal?: AbortSignal;
}

export interface LogLine {
  /** Epoch ms on the engine's clock, with fractions. */
  readonly time: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface Events {
  /** What happens to instances of a stack, from `since` on, until the signal is aborted. Subscribed when the promise resolves. */
  events(
    stack: string,
    options: { readonly since?: Milliseconds; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<EngineEvent>>;
}

export interface EngineEvent {
  /** Epoch ms on the engine's clock, with fractions (from nanoseconds). */
  readonly time: number;
  readonly action: 'create' | 'start' | 'kill' | 'die' | 'stop' | 'oom' | 'pause' | 'unpause' | 'update' | 'remove' | 'restart';
  readonly instanceId: string;
  readonly service: string;
  readonly exitCode?: number;
}

/** Resource usage, for the exporter and the bench. */
export interface Usage {
  /** One sample a second until the signal is aborted or the instance is gone. */
  usage(id: string, signal: AbortSignal): AsyncIterable<UsageSample>;
}

export interface UsageSample {
  readonly time: Milliseconds;
  /** CPU time since start, seconds. */
  readonly cpuSeconds: number;
  /** Working set as cAdvisor counts it: usage minus inactive file pages. */
  readonly memoryWorkingSetBytes: number;
  readonly memoryUsageBytes: number;
  readonly memoryLimitBytes: number;
  readonly throttledPeriods: number;
  readonly cpuPeriods: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly pids: number;
}

export interface Images {
  hasImage(reference: string): Promise<boolean>;
  /** Rejects with `registry-unreachable`, `image-not-found` or `pull-failed`. `firstAnswerMs` bounds the wait for the registry's first sign of life. */
  pullImage(
    reference: string,
    options: { readonly firstAnswerMs: Milliseconds; readonly onProgress?: OnProgress; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** Imports a root file system (tar, may be compressed) as an image. */
  importImage(tar: NodeJS.ReadableStream, reference: string, labels: Labels): Promise<void>;
  removeImage(reference: string): Promise<void>;
  /** Images that carry all these labels, the newest first. */
  findImages(labels: Labels): Promise<readonly FoundImage[]>;
}

export interface FoundImage {
  /** Every `name:tag` of it; none for an image that a newer one has replaced. */
  readonly references: readonly string[];
  readonly labels: Labels;
  /** When it was made, epoch ms on the engine's clock. */
  readonly createdAt: Milliseconds;
}

/** Small programs that run beside the stack: the guardian, promtool. */
export interface Helpers {
  /**
   * Creates, attaches to and starts an instance with standard input. Rejects with `conflict` where the name is taken. The engine ends
   * the program's standard input when this process dies.
   */
  runHelper(spec: InstanceSpec, files: readonly FileEntry[]): Promise<Helper>;
}

export interface Helper {
  readonly id: string;
  write(text: string): Promise<void>;
  /** Ends standard input. */
  end(): void;
  /** Lines of standard output and standard error as they come; ends with the program. */
  readonly output: AsyncIterable<{ readonly stream: 'stdout' | 'stderr'; readonly text: string }>;
  /** Resolves with the exit code when the program has ended. */
  readonly exited: Promise<number>;
}
