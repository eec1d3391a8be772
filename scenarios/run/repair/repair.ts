import { messageOf, SupopsError } from '../../../core/errors.js';
import type { Milliseconds } from '../../../core/time.js';
import { stepText } from '../../conditions/step-words.js';
import type { RemediationStep } from '../../model/remediation.js';
import type { RunContext } from '../context.js';
import type { Injector } from '../inject.js';
import { ADMIN_MS, administrate } from './admin.js';
import { instancesOf } from './instances.js';
import { RESTART_MS, restart } from './restart.js';
import type { StepResult } from './result.js';
import { waitStep } from './wait-step.js';

/**
 * Repairs as the scenario says, each step written to the journal with what it led to; the first one that does not succeed is the last. Whatever is still
 * owed then is undone.
 * @returns true if nothing of any fault is left
 */
export async function repair(context: RunContext, injector: Injector): Promise<boolean> {
  for (const step of context.scenario.remediate ?? []) if (!(await takeStep(context, injector, step))) break;
  return injector.undoAll();
}

async function takeStep(context: RunContext, injector: Injector, step: RemediationStep): Promise<boolean> {
  const { journal, clock } = context;
  if (step.kind === 'undo') return undo(context, injector, step.fault);
  const text = stepText(step);
  // A step that waits says by itself what for.
  if (step.kind !== 'wait') await journal.append({ type: 'waiting', for: `the repair: ${text}` });
  const startedAt = Math.round(clock.now());
  const found = await attempt(context, step);
  await journal.append({ type: 'remediation', step: text, ...found, startedAt, endedAt: Math.round(clock.now()) });
  return found.result === 'done';
}

// What has ended by itself is not undone again.
async function undo({ scenario, story }: RunContext, injector: Injector, wanted: string | undefined): Promise<boolean> {
  if (wanted === undefined) return injector.undoAll();
  const fault = scenario.faults.find(({ id }) => id === wanted);
  const status = story().faults.find(({ spec }) => spec.id === wanted)?.status;
  return fault === undefined || status === undefined || status === 'undone' || injector.undo(fault);
}

/** An engine that is gone ends the run; any other reason why a step cannot be taken is a failure of the repair. */
async function attempt(context: RunContext, step: Exclude<RemediationStep, { kind: 'undo' }>): Promise<StepResult> {
  try {
    return await take(context, step);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof SupopsError) || error.code === 'engine-unreachable') throw error;
    return { result: 'failed', effect: messageOf(error) };
  }
}

async function take(context: RunContext, step: Exclude<RemediationStep, { kind: 'undo' }>): Promise<StepResult> {
  if (step.kind === 'wait') return waitStep(context, step);
  const { supervised } = context;
  const { instances } = await supervised.engine.observe({ labels: supervised.scope.selector });
  const own = instancesOf(instances, step.target, supervised);
  return step.kind === 'restart' ? restart(context, own) : administrate(context, own, step.command);
}

/** The longest that the steps of a repair can take. `instances` says how many instances a service has. */
export const longestRepairMs = (steps: readonly RemediationStep[], instances: (service: string) => number): Milliseconds =>
  steps.reduce((sum, step) => sum + longestStepMs(step, instances), 0);

function longestStepMs(step: RemediationStep, instances: (service: string) => number): Milliseconds {
  switch (step.kind) {
    case 'undo':
      return 0;
    case 'wait':
      return step.withinMs;
    case 'restart':
      return RESTART_MS * instances(step.target.service);
    case 'admin':
      return ADMIN_MS * instances(step.target.service);
  }
}
