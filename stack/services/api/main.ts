import { CONFIG_FILE, readConfig } from '../runtime/config.js';
import { runProgram } from '../runtime/program.js';
import type { ApiConfig } from './config.js';
import { runFlagsCommand } from './flags/command.js';

const [, , first, ...rest] = process.argv;

if (first === 'flags') flags(rest);
else
  runProgram(process, async (log) => {
    const config = readConfig<ApiConfig>(first ?? CONFIG_FILE, ['port', 'database', 'cache', 'admin']);
    // Loaded only here: the command on the flags starts without the shop.
    const { serveApi } = await import('./serve.js');
    return serveApi(config, log);
  });

// `flags <command>`: run inside of the instance, it reads the same settings and talks to the program that serves.
async function flags(command: readonly string[]): Promise<void> {
  try {
    const { admin } = readConfig<ApiConfig>(CONFIG_FILE, ['admin']);
    process.stdout.write(`${await runFlagsCommand(admin, command)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
