// The disk agent: fills the file system of a volume of its victim.
import { serveAgent } from '../runtime/serve-agent.js';
import { diskAgent } from './disk.js';

serveAgent(diskAgent).then(
  (code) => process.exit(code),
  () => process.exit(1),
);
