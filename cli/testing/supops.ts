import { runProgram } from '../program.js';
import { type FakeOutside, fakeContext } from './fake-context.js';

/** Runs supops in this process. */
export async function supops(args: readonly string[], outside: FakeOutside = {}) {
  const context = fakeContext(args, outside);
  const exitCode = await runProgram(context);
  return { exitCode, ...context.written };
}
