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
 * The command for administration that an instance declares by its label.
 * @throws SupopsError `no-admin-command`, exit 4, if it declares none
 */
export function adminPrefix({ labels, instance }: Pick<Instance, 'labels' | 'instance'>): readonly string[] {
  const text = labels[LABEL.admin];
  const refuse = (why: string) =>
    new SupopsError({
      code: 'no-admin-command',
      exitCode: EXIT.unavailable,
      message: `${instance} ${why}`,
      hint: `only instances with the label ${LABEL.admin} can be administrated: a JSON list of a command and its first arguments`,
    });
  const command = adminCommand({ labels });
  if (command !== undefined) return command;
  if (text === undefined) throw refuse('declares no command for administration');
  throw refuse(`declares a command for administration that cannot be read: ${text.slice(0, EXCERPT)}`);
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
