import { CONFIG_FILE, readConfig } from '../runtime/config.js';
import { runProgram } from '../runtime/program.js';
import type { ApiConfig } from './config.js';
import { serveApi } from './serve.js';

runProgram(process, async (log) => {
  const config = readConfig<ApiConfig>(process.argv[2] ?? CONFIG_FILE, ['port', 'database', 'cache']);
  return serveApi(config, log);
});
