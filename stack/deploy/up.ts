import { EXIT, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import { together } from '../../core/together.js';
import type { Floor } from '../alerting/floors.js';
import { type Instance, type Observed, withReached } from '../engine/engine.js';
import { askJson } from '../http-json.js';
import { ensureAgentImage } from '../images/agent-image.js';
import { digestsOf } from '../model/config-hash.js';
import { instancesOf } from '../model/instances.js';
import { LABEL, stackSelector } from '../model/labels.js';
import type { Stack } from '../model/stack.js';
import { LOAD_LIFETIME_MS } from '../reference/programs.js';
import { referenceStack } from '../reference/reference.js';
import type { LoadRequest } from '../services/contracts.js';
import { settle } from '../settle/settle.js';
import { PREFERRED_PORTS, type PublishedService, type Settled } from '../settle/settled.js';
import type { Secrets } from '../state/state.js';
import { awaitInstance, execute } from './execute.js';
import { refuseDuringRun } from './guardian-check.js';
import type { Host } from './host.js';
import { engineName } from './instance-spec.js';
import { whileAlone } from './lock.js';
import { tellPhase } from './phase.js';
import type { Plan } from './plan.js';
import { summarisePlan } from './plan-summary.js';
import { reconcile } from './reconcile/reconcile.js';
import { SPEED_RANGE, type UpOptions } from './up-options.js';

export type { UpOptions } from './up-options.js';

/** What `up` did, or would do. */
export interface UpResult {
  readonly stack: string;
  readonly plan: Plan;
  /** URL by published service. */
  readonly urls: Readonly<Record<string, string>>;
  /** Notes for people, such as where images came from. */
  readonly notes: readonly string[];
  /** Durations that compression could not divide as asked. */
  readonly floors: readonly Floor[];
  readonly durationMs: Milliseconds;
  readonly imageSource: 'registry' | 'debian';
  readonly speed: number;
}

const PORT_ATTEMPTS = 3;

/**
 * Makes the stack as the options say, and waits until each service is ready. A service that is as it should be is left alone.
 * @throws SupopsError 3 for wrong options or configuration, 4 if images are missing or a run is active, 5 if a service fails
 */
export async function up(host: Host, options: UpOptions): Promise<UpResult> {
  refuseInvalid(options);
  return options.dryRun
    ? upAlone(host, options)
    : whileAlone(host, { stack: options.stack, ifUnusable: 'fail' }, () => upAlone(host, options));
}

async function upAlone(host: Host, options: UpOptions): Promise<UpResult> {
  const start = host.clock.monotonic();
  host.onProgress({ subject: 'plan', status: 'working', detail: 'comparing what is there with what is asked for' });
  for (let attempt = 1, avoidPorts: ReadonlySet<number> = new Set(); ; attempt++) {
    const observed = await host.engine.observe(stackSelector(options.stack));
    refuseDuringRun(options.stack, observed);
    const { settled, secrets, notes, floors } = await settle(host, options, { observed, avoidPorts });
    const reference = referenceStack(settled);
    const desired = options.adapt?.(reference) ?? reference;
    const plan = reconcile(desired, observed, digestsOf(secrets));
    host.onProgress({ subject: 'plan', status: 'done', detail: summarisePlan(plan) });
    try {
      if (!options.dryRun) await deploy(host, { desired, observed, plan, secrets });
    } catch (error) {
      const refused = refusedPorts(error, settled);
      if (refused.length === 0 || attempt === PORT_ATTEMPTS) throw error;
      avoidPorts = new Set([...avoidPorts, ...refused]);
      continue;
    }
    const { images, speed } = settled;
    const missing = options.dryRun || images.source === 'debian' ? undefined : await agents(host, options, settled);
    const durationMs = host.clock.monotonic() - start;
    const urls = urlsOf(desired);
    return {
      stack: options.stack,
      plan,
      urls,
      notes: missing === undefined ? notes : [...notes, missing],
      floors,
      durationMs,
      imageSource: images.source,
      speed,
    };
  }
}

// The image that is built from packages has it all; Node's official one lacks what faults of the network need.
async function agents({ engine }: Host, { stack }: UpOptions, { images }: Settled): Promise<string | undefined> {
  return ensureAgentImage(engine, {
    base: images.components.node?.image ?? '',
    network: stack,
    name: engineName(stack, 'agent-image'),
    labels: { ...stackSelector(stack).labels, [LABEL.service]: 'agent-image', [LABEL.role]: 'helper' },
  });
}

function refuseInvalid({ stack, speed }: UpOptions): void {
  const invalid = (message: string, hint: string) =>
    new SupopsError({ code: 'invalid-option', exitCode: EXIT.invalid, message, hint });
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(stack))
    throw invalid(`"${stack}" cannot be the name of a stack`, 'use lower-case letters, digits and hyphens, at most 31');
  const { min, max } = SPEED_RANGE;
  if (speed !== undefined && !(speed >= min && speed <= max))
    throw invalid(`speed ${speed} is out of range`, `use a number from ${min} to ${max}`);
}

interface Deployment {
  readonly desired: Stack;
  readonly observed: Observed;
  readonly plan: Plan;
  readonly secrets: Secrets;
}

async function deploy(host: Host, deployment: Deployment): Promise<void> {
  const { desired, plan, secrets } = deployment;
  for (const instance of plan.unchanged) host.onProgress({ subject: `instance ${instance}`, status: 'unchanged', part: true });
  const count = desired.services.flatMap(instancesOf).length;
  await tellPhase(host, { subject: 'instances', doing: summarisePlan(plan), done: `all ${count} are ready` }, () =>
    together(host.signal, [
      (signal) => execute({ ...host, signal }, plan, secrets),
      (signal) => verifyUnchanged(host, deployment, signal),
    ]),
  );
  await renewVisits(host, deployment);
}

// Running is not serving: what is left alone must be ready too.
async function verifyUnchanged(host: Host, { desired, observed, plan }: Deployment, signal: AbortSignal): Promise<void> {
  const quiet = { ...host, onProgress: () => {} };
  await Promise.all(
    desired.services
      .flatMap(instancesOf)
      .filter(({ name }) => plan.unchanged.includes(name))
      .map(async ({ name, service: { readiness, ports } }) => {
        const instance = instanceOf(desired.name, observed, name);
        if (instance) await awaitInstance(quiet, { id: instance.id, instance, name, readiness, ports }, signal);
      }),
  );
}

// The base load ends by itself; a stack that is being used keeps it.
async function renewVisits(host: Host, { desired, observed, plan, secrets }: Deployment): Promise<void> {
  if (!desired.services.some(({ name }) => name === 'visitors')) return;
  const now = plan.unchanged.includes('visitors') ? observed : await host.engine.observe(stackSelector(desired.name));
  const visitors = instanceOf(desired.name, now, 'visitors');
  if (!visitors) return;
  const body: LoadRequest = { lifetimeMs: LOAD_LIFETIME_MS };
  await withReached(host.engine.reach(visitors, PREFERRED_PORTS.visitors.container), (url) =>
    askJson(new URL('/load', url), { method: 'PUT', token: secrets.visitorsToken, body }),
  );
}

const instanceOf = (stack: string, { instances }: Observed, instance: string): Instance | undefined =>
  instances.find(({ name }) => name === engineName(stack, instance));

// The engine does not say which port it was in a form of its own; its message does.
function refusedPorts(error: unknown, { ports }: Settled): readonly number[] {
  if (!(error instanceof SupopsError) || error.code !== 'port-taken') return [];
  const wanted = Object.values(ports);
  const named = wanted.filter((port) => new RegExp(`\\b${port}\\b`).test(error.message));
  return named.length > 0 ? named : wanted;
}

const urlsOf = ({ services }: Stack): Readonly<Record<string, string>> =>
  Object.fromEntries(
    services.flatMap(({ name, ports }) =>
      ports.flatMap(({ host }) => (host === undefined || !isPublished(name) ? [] : [[name, `http://127.0.0.1:${host}`]])),
    ),
  );

const isPublished = (name: string): name is PublishedService => name in PREFERRED_PORTS;
