// The load agent: a surge of requests to its victim.
import { serveAgent } from '../runtime/serve-agent.js';
import { loadAgent } from './load.js';

serveAgent(() => loadAgent()).then(
  (code) => process.exit(code),
  () => process.exit(1),
);
