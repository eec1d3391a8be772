import { deployFailed } from './deploy-failed.js';
import type { Host } from './host.js';
import type { Operation, Plan } from './plan.js';
import { prerequisites } from './prerequisites.js';
import { type Expected, waitUntilReady } from './readiness/wait.js';

/**
 * Does what the plan says, each operation as soon as those before it are done; decides nothing. The first failure stops the rest and
 * is what it rejects with, after everything under way has ended.
 */
export async function execute(host: Host, plan: Plan): Promise<void> {
  const failed = new AbortController();
  const signal = host.signal ? AbortSignal.any([host.signal, failed.signal]) : failed.signal;
  const before = prerequisites(plan);
  const done = new Map<Operation, Promise<void>>();
  const ids = new Map<string, string>();
  for (const operation of plan.operations) {
    // Operations stand in a valid order, so that the promises of all prerequisites exist already.
    const earlier = (before.get(operation) ?? []).map((other) => done.get(other));
    const run = async () => {
      await Promise.all(earlier);
      signal.throwIfAborted();
      await perform(host, operation, { ids, signal });
    };
    done.set(
      operation,
      run().catch((error) => fail(failed, error)),
    );
  }
  const results = await Promise.allSettled(done.values());
  host.signal?.throwIfAborted();
  if (results.some(({ status }) => status === 'rejected')) throw failed.signal.reason;
}

function fail(controller: AbortController, error: unknown): never {
  if (!controller.signal.aborted) controller.abort(error);
  throw error;
}

interface Execution {
  /** Instances made by this plan, by engine-wide name. */
  readonly ids: Map<string, string>;
  readonly signal: AbortSignal;
}

async function perform(host: Host, operation: Operation, execution: Execution): Promise<void> {
  const { engine } = host;
  const { name, type } = operation;
  switch (operation.kind) {
    case 'network':
      return type === 'create' ? engine.createNetwork(name, operation.labels) : engine.removeNetwork(name);
    case 'volume':
      return type === 'create' ? engine.createVolume(name, operation.labels) : engine.removeVolume(name);
    case 'service':
      return performOnService(host, operation, execution);
  }
}

async function performOnService(
  host: Host,
  operation: Operation & { readonly kind: 'service' },
  { ids, signal }: Execution,
): Promise<void> {
  const { engine, onProgress } = host;
  const subject = `service ${operation.service}`;
  switch (operation.type) {
    case 'create': {
      onProgress({ subject, status: 'working', detail: `creating: ${operation.cause}` });
      const id = await engine.create(operation.spec);
      ids.set(operation.name, id);
      return engine.putFiles(id, operation.files);
    }
    case 'start': {
      const id = operation.id ?? ids.get(operation.name);
      if (id === undefined) throw new Error(`plan starts ${operation.name} without creating it`);
      onProgress({ subject, status: 'working', detail: 'starting' });
      await engine.start(id);
      return awaitService(
        host,
        { id, service: operation.service, readiness: operation.readiness, ports: operation.ports },
        signal,
      );
    }
    case 'remove':
      onProgress({ subject, status: 'working', detail: `removing: ${operation.cause}` });
      if (operation.graceMs !== undefined) await engine.stop(operation.id, operation.graceMs);
      return engine.remove(operation.id);
  }
}

// Many wait at the same time, and each listens to its signal: more than ten listeners at one make Node warn of a leak.
const ownSignal = (signal: AbortSignal) => AbortSignal.any([signal]);

/** Waits for a service. Rejects with `deploy-failed`, its last log lines as details, where it does not become ready. */
export async function awaitService(
  { engine, clock, onProgress }: Host,
  expected: Expected & { readonly service: string },
  signal: AbortSignal,
): Promise<void> {
  const subject = `service ${expected.service}`;
  const limitMs = expected.readiness.deadlineMs;
  const onWaiting = (what: string) => onProgress({ subject, status: 'waiting', detail: `waiting for ${what}`, limitMs });
  const result = await waitUntilReady({ engine, clock, signal: ownSignal(signal), onWaiting }, expected);
  if (result.status === 'ready') return onProgress({ subject, status: 'done', detail: 'ready' });
  onProgress({ subject, status: 'failed', detail: result.reason });
  throw await deployFailed(engine, result.instance, result.reason);
}
