import { messageOf } from '../../core/errors.js';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Host } from '../deploy/host.js';
import { probe } from '../deploy/readiness/probe.js';
import { type Instance, type Observed, withReached } from '../engine/engine.js';
import { askJson } from '../http-json.js';
import { LABEL, stackSelector } from '../model/labels.js';
import { readReadiness } from '../model/published-readiness.js';
import { REFERENCE_INSTANCES } from '../reference/reference.js';
import { PREFERRED_PORTS, type PublishedService } from '../settle/settled.js';

/** How a stack is. */
export interface StackStatus {
  readonly stack: string;
  readonly deployed: boolean;
  /** Factor of time compression that it was deployed with; 1 if none is known. */
  readonly speed: number;
  readonly instances: readonly InstanceStatus[];
  /** Pending and firing alerts, as Prometheus has them. */
  readonly alerts: readonly AlertStatus[];
  /** `ok`, or why there is nothing to say about alerts. */
  readonly monitoring: string;
}

/** How one instance is. */
export interface InstanceStatus {
  /** Name within the stack: `api-1`. */
  readonly name: string;
  readonly service: string;
  readonly component: string;
  readonly state: Instance['state'] | 'missing';
  readonly ready: boolean;
  /** `ready`, or why not. */
  readonly health: string;
  readonly restartCount: number;
  /** Epoch ms on the engine's clock; 0 if never started. */
  readonly startedAt: Milliseconds;
  readonly url?: string;
}

export interface AlertStatus {
  readonly alertname: string;
  readonly labels: Labels;
  readonly state: 'pending' | 'firing';
  /** Epoch ms. */
  readonly activeAt: Milliseconds;
  /** Where its runbook is, by the annotation `runbook_url`. */
  readonly runbook?: string;
}

/** Looks at a stack. Rejects only if the engine does not answer; parts of the stack that do not are part of the answer. */
export async function status(host: Host, stack: string): Promise<StackStatus> {
  const observed = await host.engine.observe(stackSelector(stack));
  const deployed = observed.instances.length > 0;
  if (!deployed) return { stack, deployed, speed: 1, instances: [], alerts: [], monitoring: 'not deployed' };
  const [instances, monitoring] = await Promise.all([instancesOf(host, observed), alertsOf(host, observed)]);
  return { stack, deployed, speed: speedOf(observed), instances, ...monitoring };
}

/** The factor of time compression that a stack was deployed with. */
export function speedOf({ instances }: Pick<Observed, 'instances'>): number {
  const label = instances.map(({ labels }) => labels[LABEL.speed]).find((speed) => speed !== undefined);
  const speed = Number(label);
  return Number.isFinite(speed) && speed >= 1 ? speed : 1;
}

async function instancesOf(host: Host, { instances }: Observed): Promise<readonly InstanceStatus[]> {
  const names = instances.map(({ instance }) => instance);
  const missing = REFERENCE_INSTANCES.filter(({ name }) => !names.includes(name)).map(missingStatus);
  const found = await Promise.all(instances.map((instance) => instanceStatus(host, instance)));
  const order = REFERENCE_INSTANCES.map(({ name }) => name);
  return [...found, ...missing].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

const missingStatus = ({ name, service }: (typeof REFERENCE_INSTANCES)[number]): InstanceStatus => ({
  name,
  service,
  component: '',
  state: 'missing',
  ready: false,
  health: 'not deployed',
  restartCount: 0,
  startedAt: 0,
});

async function instanceStatus(host: Host, instance: Instance): Promise<InstanceStatus> {
  const [health, url] = await Promise.all([healthOf(host, instance), urlOf(host, instance)]);
  return {
    name: instance.instance,
    service: instance.service,
    component: instance.labels[LABEL.component] ?? '',
    state: instance.state,
    ready: health === 'ready',
    health,
    restartCount: instance.restartCount,
    startedAt: instance.startedAt,
    ...(url === undefined ? {} : { url }),
  };
}

async function healthOf(host: Host, instance: Instance): Promise<string> {
  if (instance.state === 'exited') return `exit code ${instance.exitCode}${instance.outOfMemory ? ', out of memory' : ''}`;
  if (instance.state !== 'running') return instance.state;
  const known = readReadiness(instance);
  if (!known) return 'unknown';
  const signal = host.signal ?? new AbortController().signal;
  return (await probe(host.engine, { instance, ...known }, signal)) ?? 'ready';
}

async function urlOf({ engine }: Host, instance: Instance): Promise<string | undefined> {
  const port = PREFERRED_PORTS[instance.service as PublishedService]?.container;
  if (port === undefined || instance.published[port] === undefined) return undefined;
  return withReached(engine.reach(instance, port), async (url) => url.href.replace(/\/$/, ''));
}

interface PrometheusAlerts {
  readonly data: {
    readonly alerts: readonly {
      readonly labels: Labels;
      readonly annotations?: Labels;
      readonly state: string;
      readonly activeAt: string;
    }[];
  };
}

async function alertsOf(host: Host, { instances }: Observed): Promise<Pick<StackStatus, 'alerts' | 'monitoring'>> {
  const prometheus = instances.find(({ service }) => service === 'prometheus');
  if (prometheus?.state !== 'running') return { alerts: [], monitoring: 'Prometheus does not run' };
  try {
    const { data } = (await withReached(host.engine.reach(prometheus, PREFERRED_PORTS.prometheus.container), (url) =>
      askJson(new URL('/api/v1/alerts', url)),
    )) as PrometheusAlerts;
    const alerts = data.alerts.map(({ labels, annotations, state, activeAt }) => ({
      alertname: labels.alertname ?? '',
      labels,
      state: state === 'firing' ? ('firing' as const) : ('pending' as const),
      activeAt: Date.parse(activeAt),
      ...(annotations?.runbook_url !== undefined && { runbook: annotations.runbook_url }),
    }));
    return { alerts, monitoring: 'ok' };
  } catch (error) {
    return { alerts: [], monitoring: `Prometheus does not answer: ${messageOf(error)}` };
  }
}
