import { messageOf } from '../../../core/errors.js';
import { poll } from '../../../core/poll.js';
import type { Milliseconds } from '../../../core/time.js';
import type { Instance } from '../../../stack/engine/engine.js';
import type { RunContext } from '../context.js';
import type { StepResult } from './result.js';

/** How long a program may take to end by itself. */
const GRACE_MS: Milliseconds = 10_000;
const START_TIMEOUT_MS: Milliseconds = 20_000;

/** At most this long for one instance. */
export const RESTART_MS: Milliseconds = GRACE_MS + START_TIMEOUT_MS;

/** Restarts instances one after the other, and sees each of them run before the next; what is down is started. */
export async function restart(
  { supervised: { engine }, clock, signal }: Pick<RunContext, 'supervised' | 'clock' | 'signal'>,
  instances: readonly Instance[],
): Promise<StepResult> {
  const restarted: string[] = [];
  for (const { id, instance } of instances) {
    signal.throwIfAborted();
    restarted.push(instance);
    try {
      await engine.stop(id, GRACE_MS);
      await engine.start(id);
    } catch (error) {
      return { result: 'failed', effect: messageOf(error), restarted };
    }
    const runs = async () => ((await engine.inspect(id)).state === 'running' ? true : undefined);
    if (!(await poll(runs, { clock, timeoutMs: START_TIMEOUT_MS, intervalMs: 200, signal })))
      return { result: 'failed', effect: `${instance} does not run again`, restarted };
  }
  return { result: 'done', effect: `${restarted.join(', ')} running`, restarted };
}
