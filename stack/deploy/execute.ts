import { resolveContent, type SecretValues } from '../model/secret-content.js';
import type { FileEntry, ServiceFile } from '../model/stack.js';
import { deployFailed } from './deploy-failed.js';
import type { Host } from './host.js';
import type { Operation, OperationId, Plan } from './plan.js';
import { type Expected, waitUntilReady } from './readiness/wait.js';

/**
 * Does what the plan says, each operation as soon as those that it comes after are done; decides nothing. The first failure stops the rest and
 * is what it rejects with, after everything under way has ended.
 * @param secrets what the plan's references stand for
 */
export async function execute(host: Host, plan: Plan, secrets: SecretValues): Promise<void> {
  const failed = new AbortController();
  const signal = host.signal ? AbortSignal.any([host.signal, failed.signal]) : failed.signal;
  const done = new Map<OperationId, Promise<void>>();
  const ids = new Map<string, string>();
  for (const operation of plan.operations) {
    // Operations stand in a valid order, so that the promises of all that come before exist already.
    const earlier = operation.after.map((other) => done.get(other));
    const run = async () => {
      await Promise.all(earlier);
      signal.throwIfAborted();
      await perform(host, operation, { ids, secrets, signal });
    };
    done.set(
      operation.id,
      run().catch((error) => fail(failed, error)),
    );
  }
  const results = await Promise.allSettled(done.values());
  host.signal?.throwIfAborted();
  if (results.some(({ status }) => status === 'rejected')) throw failed.signal.reason;
}

const resolveFile = ({ content, ...entry }: ServiceFile, secrets: SecretValues): FileEntry =>
  content === undefined ? entry : { ...entry, content: resolveContent(content, secrets) };

function fail(controller: AbortController, error: unknown): never {
  if (!controller.signal.aborted) controller.abort(error);
  throw error;
}

interface Execution {
  /** Instances made by this plan, by engine-wide name. */
  readonly ids: Map<string, string>;
  readonly secrets: SecretValues;
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
    case 'instance':
      return performOnInstance(host, operation, execution);
  }
}

async function performOnInstance(
  host: Host,
  operation: Operation & { readonly kind: 'instance' },
  { ids, secrets, signal }: Execution,
): Promise<void> {
  const { engine, onProgress } = host;
  const subject = `instance ${operation.instance}`;
  const tell = (detail: string) => onProgress({ subject, status: 'working', detail, part: true });
  switch (operation.type) {
    case 'create': {
      tell(`creating: ${operation.cause}`);
      const id = await engine.create(operation.spec);
      ids.set(operation.name, id);
      return engine.putFiles(
        id,
        operation.files.map((file) => resolveFile(file, secrets)),
      );
    }
    case 'start': {
      const id = operation.instanceId ?? ids.get(operation.name);
      if (id === undefined) throw new Error(`plan starts ${operation.name} without creating it`);
      tell('starting');
      await engine.start(id);
      return awaitInstance(host, { id, name: operation.instance, ...operation.ready }, signal);
    }
    case 'remove':
      tell(`removing: ${operation.cause}`);
      if (operation.graceMs !== undefined) await engine.stop(operation.instanceId, operation.graceMs);
      return engine.remove(operation.instanceId);
  }
}

// Many wait at the same time, and each listens to its signal: more than ten listeners at one make Node warn of a leak.
const ownSignal = (signal: AbortSignal) => AbortSignal.any([signal]);

/**
 * Waits for an instance, called by its name within the stack. Rejects with `deploy-failed`, its last log lines as details, if it does not
 * become ready.
 */
export async function awaitInstance(
  { engine, clock, onProgress }: Host,
  expected: Expected & { readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  const subject = `instance ${expected.name}`;
  const limitMs = expected.readiness.deadlineMs;
  const onWaiting = (what: string) =>
    onProgress({ subject, status: 'waiting', detail: `waiting for ${what}`, limitMs, part: true });
  const result = await waitUntilReady({ engine, clock, signal: ownSignal(signal), onWaiting }, expected);
  if (result.status === 'ready') return onProgress({ subject, status: 'done', detail: 'ready', part: true });
  onProgress({ subject, status: 'failed', detail: result.reason, part: true });
  throw await deployFailed(engine, result.instance, result.reason);
}
