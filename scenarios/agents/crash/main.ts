// The crash agent: ends the main process of its victim from outside of the engine.
import { systemClock } from '../../../core/time.js';
import { processTable } from '../processes/process-table.js';
import { serveAgent } from '../runtime/serve-agent.js';
import { crashAgent } from './crash.js';

serveAgent(() =>
  crashAgent({ table: processTable, clock: systemClock, kill: (pid) => void process.kill(pid, 'SIGKILL') }),
).then(
  (code) => process.exit(code),
  () => process.exit(1),
);
