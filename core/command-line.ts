/** The stack that commands use if none is named. */
export const DEFAULT_STACK = 'supops';

/** A command on a stack, as the user would type it: `supops up --stack shop`. */
export const commandLine = (command: string, stack: string): string =>
  stack === DEFAULT_STACK ? `supops ${command}` : `supops ${command} --stack ${stack}`;
