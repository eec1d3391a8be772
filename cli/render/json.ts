import type { Output } from '../context.js';

/** Writes the one JSON document of a command. */
export const writeJson = (stdout: Output, document: unknown): void => stdout.write(`${JSON.stringify(document, null, 2)}\n`);
