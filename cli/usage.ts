import type { Command, CommanderError } from 'commander';
import { EXIT, SupopsError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';

/** True for what commander throws after printing help or the version, which is not an error. */
export const isHelpOrVersion = ({ code }: CommanderError): boolean =>
  code === 'commander.helpDisplayed' || code === 'commander.version';

/** Converts a parse error of commander: what was wrong, the nearest name, and where the usage is explained. */
export function usageError(error: CommanderError, command: Command): SupopsError {
  const message = error.message.replace(/^error: /, '').split('\n')[0] ?? error.message;
  const word = /'([^']*)'/.exec(message)?.[1] ?? '';
  const near = nearest(word.split('=')[0] ?? word, candidates(error.code, command));
  return new SupopsError({
    code: 'usage',
    exitCode: EXIT.usage,
    message: near === undefined ? message : `${message}, did you mean "${near}"?`,
    hint: `run \`${pathOf(command)} --help\``,
  });
}

function candidates(code: string, command: Command): readonly string[] {
  if (code === 'commander.unknownCommand') return command.commands.map((sub) => sub.name());
  if (code !== 'commander.unknownOption') return [];
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent)
    names.push(...at.options.flatMap((option) => (option.long ? [option.long] : [])));
  return names;
}

/** `supops incident list`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
