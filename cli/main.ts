import { processContext } from './context.js';
import { runProgram } from './program.js';
import { renderError } from './render/errors.js';

const context = processContext();

// An error that nobody awaited is a bug of ours: it is told like every other, and the guardian undoes what was left.
const fail = (error: unknown) => void context.exit(renderError(context, error));
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

await context.exit(await runProgram(context));
