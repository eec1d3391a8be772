import { CONFIG_FILE, readConfig } from '../runtime/config.js';
import { runProgram } from '../runtime/program.js';
import type { InboxConfig } from './config.js';
import { serveInbox } from './serve.js';

runProgram(process, async (log) =>
  serveInbox(readConfig<InboxConfig>(process.argv[2] ?? CONFIG_FILE, ['smtpPort', 'httpPort']), log),
);
