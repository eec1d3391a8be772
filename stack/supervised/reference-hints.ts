import { commandLine } from '../../core/command-line.js';
import type { Hints } from './supervised.js';

/** The commands that hints may name for a reference stack, deployed or not. */
export const referenceHints = (stack: string): Hints => ({
  restore: commandLine('up', stack),
  remove: commandLine('down', stack),
  status: commandLine('status', stack),
});
