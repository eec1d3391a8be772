// The proxy agent: delays and changes connections of its victim. Started once more as its own worker, it is the proxy itself.
import { serveAgent } from '../runtime/serve-agent.js';
import { proxyAgent } from './proxy.js';
import { serveWorker, WORKER_ARGUMENT } from './worker/start.js';
import { createWorker } from './worker/worker.js';

if (process.argv[2] === WORKER_ARGUMENT) {
  process.on('disconnect', () => process.exit(0));
  serveWorker(createWorker());
} else {
  // Ends as on SIGTERM: what leads to nobody is undone.
  const onLost = () => void process.kill(process.pid, 'SIGTERM');
  serveAgent((id) => proxyAgent({ id, program: process.argv[1] ?? '', onLost })).then(
    (code) => process.exit(code),
    () => process.exit(1),
  );
}
