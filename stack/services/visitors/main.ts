import { CONFIG_FILE, readConfig } from '../runtime/config.js';
import { runProgram } from '../runtime/program.js';
import type { VisitorsConfig } from './config.js';
import { serveVisitors } from './serve.js';

runProgram(process, async (log) => {
  const required = ['port', 'token', 'target', 'rate', 'lifetimeMs', 'paths'] as const;
  return serveVisitors(readConfig<VisitorsConfig>(process.argv[2] ?? CONFIG_FILE, required), log);
});
