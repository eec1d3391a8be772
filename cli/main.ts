import { processContext } from './context.js';
import { runProgram } from './program.js';
import { renderError } from './render/errors.js';

const context = processContext();

// An unhandled rejection is a bug in supops: it is reported like any other error, and the guardian undoes what is left.
const fail = (error: unknown) => void context.exit(renderError(context, error));
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

await context.exit(await runProgram(context));
