// The stress agent: a load within the control groups of its victim. The same program is each of the processes that make the load.
import { serveAgent } from '../runtime/serve-agent.js';
import type { Job } from './args.js';
import { stressAgent } from './stress.js';
import { work } from './work.js';

/** On a disk of the machine, in a volume of the agent's own that is removed with it. */
const FILE = '/etc/supops/load';

const [, , mode, job, file] = process.argv;
if (mode === 'work') {
  process.stdin.on('end', () => process.exit(0));
  process.stdin.resume().once('data', () => work(JSON.parse(job ?? '') as Job, file ?? ''));
  process.stdout.write('ready\n');
} else {
  serveAgent(() => stressAgent(FILE)).then(
    (code) => process.exit(code),
    () => process.exit(1),
  );
}
