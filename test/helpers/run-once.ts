import { randomUUID } from 'node:crypto';
import { type Engine, need } from '../../stack/engine/engine.js';

/** How a program ended. */
export interface RunOnceResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a command in a throw-away container as services run: as nobody, without capabilities and network, with a read-only root. */
export async function runOnce(engine: Engine, image: string, command: readonly string[]): Promise<RunOnceResult> {
  const name = `supops-test-${randomUUID().slice(0, 8)}`;
  const helper = await need(engine, 'helpers').run(
    {
      name,
      hostname: name,
      image,
      command,
      env: {},
      labels: {},
      dns: [],
      ports: [],
      publishAddress: '127.0.0.1',
      volumes: [],
      tmpfs: ['/tmp'],
      resources: { memoryBytes: 512 * 1024 ** 2, pids: 100 },
      security: { uid: 65534, gid: 65534, readOnlyRoot: true, capabilities: [], engineSocket: false },
      restart: { name: 'no' },
      removeOnExit: true,
    },
    [],
  );
  helper.end();
  const lines: string[] = [];
  for await (const { text } of helper.output) lines.push(text);
  return { exitCode: await helper.exited, output: lines.join('\n') };
}
