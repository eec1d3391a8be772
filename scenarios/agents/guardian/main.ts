// The guardian: a small container beside the stack that undoes a fault when supops cannot. Speaks protocol.ts on its standard streams.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { systemClock } from '../../../core/time.js';
import { dockerEngine } from '../../../stack/engine/docker/docker-engine.js';
import { guard } from './guard.js';
import { agentProgramPath, GUARDIAN } from './programs.js';
import type { GuardianReply } from './protocol.js';
import { sweep } from './sweep.js';

const SOCKET = '/var/run/docker.sock';
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
// Once supops is gone nobody may be reading; what matters is the undo, not the reply.
process.stdout.on('error', () => {});
const reply = (message: GuardianReply) => process.stdout.write(`${JSON.stringify(message)}\n`);

async function main(): Promise<void> {
  const run = process.argv[2] ?? '';
  const engine = await dockerEngine({ socketPath: SOCKET, endpoint: `unix://${SOCKET}`, clock: systemClock });
  reply({ type: 'ready' });
  const input = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  process.exitCode = await guard({
    tools: { engine, clock: systemClock, programs: (agent) => readFile(agentProgramPath(agent), 'utf8') },
    input,
    reply: (message) => void reply(message),
    signal: stop.signal,
    sweep: () => sweep(engine, run, GUARDIAN),
  });
  engine.close();
}

main().then(
  () => process.exit(),
  (error) => {
    reply({ type: 'dirty', detail: String(error) });
    process.exit(1);
  },
);
