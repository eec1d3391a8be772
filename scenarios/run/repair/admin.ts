import { withDeadline } from '../../../core/deadline.js';
import { EXIT, messageOf, SupopsError } from '../../../core/errors.js';
import type { Milliseconds } from '../../../core/time.js';
import type { ExecResult, Instance } from '../../../stack/engine/engine.js';
import { LABEL } from '../../../stack/model/labels.js';
import { adminCommand } from '../../faults/admin.js';
import type { RunContext } from '../context.js';
import type { StepResult } from './result.js';

/** How long a command may take. */
export const ADMIN_MS: Milliseconds = 30_000;
const EXCERPT = 300;

/**
 * The beginning of the command line by which an instance takes orders.
 * @throws SupopsError `no-admin-command`, exit 4, if it takes none
 */
export function adminPrefix(instance: Pick<Instance, 'labels' | 'instance'>): readonly string[] {
  const command = adminCommand(instance);
  if (command) return command;
  throw new SupopsError({
    code: 'no-admin-command',
    exitCode: EXIT.unavailable,
    message: `${instance.instance} declares no command for administration that can be read`,
    hint: `only instances with the label ${LABEL.admin} take orders: a JSON list of a command and its first arguments`,
  });
}

/** Runs the declared command with the arguments on each instance. One that ends with another exit code than 0 fails. */
export async function administrate(
  { supervised: { engine }, signal }: Pick<RunContext, 'supervised' | 'signal'>,
  instances: readonly Instance[],
  args: readonly string[],
): Promise<StepResult> {
  const answers: string[] = [];
  for (const instance of instances) {
    signal.throwIfAborted();
    const running = engine.exec(instance.id, [...adminPrefix(instance), ...args], { signal });
    const late = () => new Error(`no answer within ${ADMIN_MS / 1_000} s`);
    const answer = await withDeadline(running, ADMIN_MS, late).catch((error): ExecResult => failure(error));
    signal.throwIfAborted();
    const text = said(answer);
    if (answer.exitCode !== 0) return { result: 'failed', effect: `${instance.instance}: exit code ${answer.exitCode}${text}` };
    answers.push(`${instance.instance}${text || ': done'}`);
  }
  return { result: 'done', effect: answers.join('; ') };
}

const failure = (error: unknown): ExecResult => ({ exitCode: -1, stdout: '', stderr: messageOf(error) });

function said({ exitCode, stdout, stderr }: ExecResult): string {
  const text = (exitCode === 0 ? stdout : stderr || stdout).trim().slice(0, EXCERPT);
  return text === '' ? '' : `: ${text}`;
}
