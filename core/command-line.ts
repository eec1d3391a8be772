/** The stack that commands mean when none is named. */
export const DEFAULT_STACK = 'supops';

/** A command on a stack, as it is to be typed: `supops up --stack shop`. */
export const commandLine = (command: string, stack: string): string =>
  stack === DEFAULT_STACK ? `supops ${command}` : `supops ${command} --stack ${stack}`;
