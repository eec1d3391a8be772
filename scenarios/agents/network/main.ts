// The network agent: loses, rejects and refuses packets in the network of its victim.
import { serveAgent } from '../runtime/serve-agent.js';
import { networkAgent } from './network.js';

serveAgent(networkAgent).then(
  (code) => process.exit(code),
  () => process.exit(1),
);
