import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { RestartPolicy } from '../model/restart-policy.js';

/** One instance of a service, or a helper, as the engine has it. */
export interface Instance {
  readonly id: string;
  /** Engine-wide name: `supops-api-1`. */
  readonly name: string;
  /** The service it belongs to: `api`; the helper's name for helpers. */
  readonly service: string;
  /** Name within the stack: `api-1`; the service's own name if the service has one replica. */
  readonly instance: string;
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
  /** State of the instance's own health check; absent if it has none. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** CPUs it may use; absent: not limited. */
  readonly cpus?: number;
  /** Memory it may use; absent: not limited. */
  readonly memoryBytes?: number;
  /** Ports that its programs say they serve, ascending. */
  readonly ports: readonly number[];
  /** Whose network it is in: its own, the machine's, another instance's, or none. */
  readonly network: 'own' | 'host' | 'shared' | 'none';
  /** Main process, as the engine's machine numbers it; absent while it does not run, or if the engine does not say. */
  readonly processId?: number;
  /** Published ports, container port → host port. Known for running instances, and configured ones otherwise. */
  readonly published: Readonly<Record<number, number>>;
}
