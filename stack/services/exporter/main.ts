import { CONFIG_FILE, readConfig } from '../runtime/config.js';
import { runProgram } from '../runtime/program.js';
import type { ExporterConfig } from './config.js';
import { serveExporter } from './serve.js';

runProgram(process, async (log) => {
  const required = ['stack', 'port', 'instances', 'cache'] as const;
  return serveExporter(readConfig<ExporterConfig>(process.argv[2] ?? CONFIG_FILE, required), log);
});
