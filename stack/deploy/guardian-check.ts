import { EXIT, SupopsError } from '../../core/errors.js';
import type { Observed } from '../engine/engine.js';
import { engineName } from './instance-spec.js';

/** Refuses to change a stack that an incident is run on: its guardian would undo a fault on something else. Exit 4, `run-active`. */
export function refuseDuringRun(stack: string, { helpers }: Pick<Observed, 'helpers'>): void {
  const guardian = helpers.find(({ name, state }) => name === engineName(stack, 'guardian') && state === 'running');
  if (!guardian) return;
  throw new SupopsError({
    code: 'run-active',
    exitCode: EXIT.unavailable,
    message: `an incident is being run on stack ${stack}`,
    hint: 'wait until it has ended, or end it with Ctrl-C where it was started',
  });
}
