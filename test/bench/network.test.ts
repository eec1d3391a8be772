import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLab, type Lab, NETWORK, PROXY } from '../helpers/network-lab.js';
import { run } from '../helpers/workspace.js';

// A part of `npm run bench`: what the faults of the network cost. It hands its measurements to main.mjs, which judges them.

/** Measured values beside their bound, as main.mjs prints them. */
interface Row {
  readonly name: string;
  readonly values: readonly number[];
  readonly unit: string;
  readonly bound: number;
}
const rows: Row[] = [];

const TIMES = 20;
const ROUNDS = 7;
const PINGS = 2_000;
const BULK_BYTES = 256 * 1024 * 1024;

let lab: Lab;
let image = '';
beforeAll(async () => {
  lab = await createLab('supops-netbench');
  image = (await run('docker', ['inspect', '-f', '{{.Image}}', lab.client])).trim();
});
afterAll(async () => {
  await lab.remove();
  if (process.env.BENCH_ROWS !== undefined) writeFileSync(process.env.BENCH_ROWS, JSON.stringify(rows));
});

const TO_SERVER = [{ side: 'to', names: ['server'] }];
const TO_ECHO = [{ side: 'to', names: ['server'], ports: [7000] }];
const TO_BULK = [{ side: 'to', names: ['server'], ports: [9000] }];
const forward = (delayMs: number) => ({ kind: 'forward', delayMs, jitterMs: 0, direction: 'out' });

async function timed(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

test.each([
  ['partition', NETWORK, { flows: TO_SERVER, act: { kind: 'drop', percent: 100, direction: 'both' } }],
  ['delay', PROXY, { flows: TO_ECHO, act: forward(100) }],
] as const)('%s is applied and undone', async (name, need, args) => {
  const [applied, undone]: [number[], number[]] = [[], []];
  for (let i = 0; i < TIMES; i += 1) {
    const agent = await lab.agent(need);
    applied.push(await timed(() => agent.apply(args, 60_000)));
    undone.push(await timed(async () => expect(await agent.undo()).toMatchObject({ clean: true })));
    await agent.remove();
  }
  rows.push({ name: `network.${name}: applied, helper warm`, values: applied, unit: 'ms', bound: 150 });
  rows.push({ name: `network.${name}: undone`, values: undone, unit: 'ms', bound: 150 });
});

/** Median of the round trips of a few bytes over one open connection, ms. */
const roundTrip = (host: string, port: number): Promise<number> =>
  lab.ask<number>(`
    const socket = net.connect({ host: '${host}', port: ${port} }).setNoDelay(true);
    await new Promise((resolve) => socket.once('data', resolve));
    const times = [];
    for (let i = 0; i < ${PINGS}; i++) {
      const start = performance.now();
      socket.write('ping');
      await new Promise((resolve) => socket.once('data', resolve));
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[times.length / 2];`);

/** Bytes per second of one large answer. */
const throughput = (): Promise<number> =>
  lab.ask<number>(`
    const start = performance.now();
    let bytes = 0;
    const socket = net.connect({ host: 'server', port: 9000 });
    socket.on('data', (data) => { bytes += data.length; }).write('${BULK_BYTES}');
    await new Promise((resolve) => socket.on('end', resolve));
    if (bytes !== ${BULK_BYTES}) throw new Error(bytes + ' bytes arrived');
    return bytes / (performance.now() - start) * 1000;`);

/** What happens while the proxy is in the way. */
async function proxied(flows: readonly unknown[], body: () => Promise<number>): Promise<number> {
  const agent = await lab.agent(PROXY);
  try {
    await agent.apply({ flows, act: forward(0) }, 60_000);
    const value = await body();
    expect(await agent.effect()).toMatchObject({ touched: true });
    expect(await agent.undo()).toMatchObject({ clean: true });
    return value;
  } finally {
    await agent.remove();
  }
}

test('a bulk transfer through the proxy, against a direct one', async () => {
  const ratios: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const direct = await throughput();
    ratios.push(direct / (await proxied(TO_BULK, throughput)));
  }
  rows.push({ name: 'proxy: bulk transfer, direct ÷ proxied', values: ratios, unit: '×', bound: 2 });
});

const toxiproxy = process.env.TOXIPROXY ?? '';

test.skipIf(!existsSync(toxiproxy))(
  'a small request through the proxy, against Toxiproxy (left out unless TOXIPROXY names its server program)',
  async () => {
    const network = `container:${lab.client}`;
    const mount = `${toxiproxy}:/toxiproxy-server:ro`;
    const id = (
      await run('docker', [
        'run',
        '-d',
        '--rm',
        '--network',
        network,
        '-v',
        mount,
        '--entrypoint',
        '/toxiproxy-server',
        image,
        '-host',
        '127.0.0.1',
      ])
    ).trim();
    try {
      const body = JSON.stringify({ name: 'echo', listen: '127.0.0.1:7100', upstream: 'server:7000' });
      await lab.ask(`
        for (let i = 0; ; i++)
          try { return (await fetch('http://127.0.0.1:8474/proxies', { method: 'POST', body: ${JSON.stringify(body)} })).status; }
          catch (error) { if (i > 50) throw error; await sleep(100); }`);
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let i = 0; i < ROUNDS; i += 1) {
        const direct = await roundTrip('server', 7000);
        theirs.push((await roundTrip('127.0.0.1', 7100)) - direct);
        ours.push((await proxied(TO_ECHO, () => roundTrip('server', 7000))) - direct);
      }
      const added = ours.map((value, i) => value / (theirs[i] as number));
      rows.push({ name: 'proxy: added to a round trip', values: ours, unit: 'ms', bound: 1 });
      rows.push({ name: 'the same, against Toxiproxy', values: added, unit: '×', bound: 1 });
    } finally {
      await run('docker', ['kill', id]);
    }
  },
);
