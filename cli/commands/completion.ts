import type { Command } from 'commander';
import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import { listScenarios } from '../../scenarios/language/catalogue.js';
import { completionScript, SHELLS, type Shell } from '../completion.js';
import type { Context } from '../context.js';

/** `supops completion <shell>`: the script on stdout. */
export async function completionCommand(context: Context, program: Command, shell: string): Promise<ExitCode> {
  if (!isShell(shell))
    throw new SupopsError({
      code: 'usage',
      exitCode: EXIT.usage,
      message: `unknown shell '${shell}'${suggestion(shell, SHELLS)}`,
      hint: `the shells are ${SHELLS.join(', ')}`,
    });
  const scenarios = (await listScenarios()).map(({ name }) => name);
  context.stdout.write(completionScript(program, shell, scenarios));
  return EXIT.ok;
}

const isShell = (name: string): name is Shell => SHELLS.some((shell) => shell === name);
