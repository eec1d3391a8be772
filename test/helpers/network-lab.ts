import { type Agent, startAgent } from '../../scenarios/agents/client/agent.js';
import type { AgentNeed } from '../../scenarios/agents/client/agent-spec.js';
import { type Engine, need } from '../../stack/engine/engine.js';
import { readProgram } from '../../stack/images/programs.js';
import { LABEL } from '../../stack/model/labels.js';
import { connectTestEngine, eventually, removeAll, testImage, testSpec } from './engine.js';
import { run } from './workspace.js';

/** The agent of faults that the kernel's packet filter makes. */
export const NETWORK = {
  program: 'network',
  shares: { network: true },
  capabilities: ['NET_ADMIN', 'NET_RAW'],
  leaves: {},
} as const;

/** The agent of faults that a proxy makes. */
export const PROXY = {
  program: 'proxy',
  shares: { network: true },
  capabilities: ['NET_ADMIN', 'NET_RAW', 'SETUID', 'SETGID'],
  memoryMebibytes: 160,
  leaves: {},
} as const;

/** Two containers in a network of their own: one serves, the other asks. What they measure is independent of supops. */
export interface Lab {
  readonly engine: Engine;
  readonly stack: string;
  readonly client: string;
  readonly server: string;
  /** Runs JavaScript in the client and resolves with what it prints as JSON; `connect`, `ask` and `sleep` are there. */
  ask<T>(script: string): Promise<T>;
  /** Starts an agent beside one of them. */
  agent(need: AgentNeed, options?: { readonly beside?: 'client' | 'server'; readonly id?: string }): Promise<Agent>;
  /** What becomes of a connection that the client holds: `hold` opens it, `use` writes to it. `question` asks the resolver, always from the same socket. */
  held(act: 'hold' | 'use' | 'question'): Promise<string>;
  /** The rules in a network as the kernel has them, as the machine's own iptables prints them. */
  rules(of: 'client' | 'server'): Promise<string>;
  remove(): Promise<void>;
}

/** Echoes at 7000 and says hello first; answers HTTP at 8000; sends as many bytes as it is asked for at 9000. */
const SERVER = `
const net = require('node:net'), http = require('node:http');
const echo = net.createServer((socket) => {
  socket.setNoDelay(true).on('error', () => {}).write('hello\\n');
  socket.pipe(socket);
}).listen(7000);
http.createServer((request, response) => {
  let body = '';
  request.on('data', (data) => { body += data; });
  request.on('end', () => response.setHeader('x-server', 'lab').end(request.method + ' ' + request.url + ' ' + body));
}).listen(8000);
net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (data) => socket.end(Buffer.alloc(Number(data))));
}).listen(9000);`;

/** Holds a connection, and a socket for questions to the resolver, over several requests to its own port 6100. */
const CLIENT = `
const net = require('node:net'), dgram = require('node:dgram'), dns = require('node:dns');
let held, answer, outcome;
const question = Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 6, ...Buffer.from('server'), 0, 0, 1, 0, 1]);
const resolver = dgram.createSocket('udp4').on('message', (message) => answer?.(String(message[3] & 15)));
const acts = {
  '/hold': (done) => {
    outcome = undefined;
    held = net.connect(7000, 'server');
    held.once('data', () => done('held'));
    held.on('error', (error) => outcome?.(error.code));
  },
  '/use': (done) => {
    outcome = done;
    held.on('data', (data) => done(String(data)));
    held.write('still here');
  },
  '/question': (done) => {
    answer = done;
    resolver.send(question, 53, dns.getServers()[0]);
  },
};
require('node:http').createServer((request, response) => {
  const timer = setTimeout(() => response.end('nothing'), 3000);
  acts[request.url]((text) => { clearTimeout(timer); if (!response.writableEnded) response.end(text); });
}).listen(6100, '127.0.0.1');`;

/** What scripts in the client may use. Times are milliseconds. */
const PRELUDE = `
const net = require('node:net'), http = require('node:http'), dns = require('node:dns/promises');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** How an attempt to connect, read the greeting and get an echo ends, and how long it takes. */
const held = (act) => fetch('http://127.0.0.1:6100/' + act).then((answer) => answer.text());
const echo = (host = 'server', timeout = 5000) => new Promise((resolve) => {
  const start = performance.now();
  let connected = false;
  const done = (how) => { socket.destroy(); resolve({ how, connected, ms: performance.now() - start }); };
  const socket = net.connect({ host, port: 7000 });
  socket.setNoDelay(true);
  socket.on('connect', () => { connected = true; });
  let text = '';
  socket.on('data', (data) => {
    if (text === '') socket.write('ping');
    text += data;
    if (text === 'hello\\nping') done('ok');
  });
  socket.on('error', (error) => done(error.code)).on('end', () => done('end'));
  setTimeout(() => done('timeout'), timeout);
});
const get = (path, options = {}) => new Promise((resolve) => {
  const start = performance.now();
  const done = (answer) => resolve({ ...answer, ms: performance.now() - start });
  http.request({ host: 'server', port: 8000, path, ...options }, (response) => {
    let body = '';
    response.on('data', (data) => { body += data; });
    response.on('end', () => done({ status: response.statusCode, server: response.headers['x-server'], body }));
  }).on('error', (error) => done({ error: error.code })).end(options.body);
});`;

/** Builds the lab. */
export async function createLab(name: string): Promise<Lab> {
  const stack = `${name}-${process.pid}`;
  const engine = await connectTestEngine();
  const image = await testImage(need(engine, 'images'));
  const labels = { [LABEL.stack]: stack };
  await engine.createNetwork(stack, labels);
  const start = async (service: string, script: string) => {
    const spec = testSpec(stack, service, image, ['node', '-e', script], {
      network: { name: stack, aliases: [service] },
      resources: { memoryBytes: 256 * 1024 * 1024, pids: 128 },
    });
    const id = await engine.create(spec);
    await engine.start(id);
    return id;
  };
  const [server, client] = await Promise.all([start('server', SERVER), start('client', CLIENT)]);
  const places = { client, server };
  const ask = async <T>(script: string): Promise<T> => {
    const code = `${PRELUDE}\n(async () => { ${script} })().then((answer) => { console.log(JSON.stringify(answer)); process.exit(); });`;
    const { exitCode, stdout, stderr } = await engine.exec(client, ['node', '-e', code]);
    if (exitCode !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as T;
  };
  await eventually(async () => {
    if ((await ask<{ how: string }>('return echo()')).how !== 'ok') throw new Error('the server does not answer');
  });
  return {
    engine,
    stack,
    client,
    server,
    ask,
    held: (act) => ask(`return held('${act}')`),
    agent: async (own, { beside = 'client', id = 'ab12cd34' } = {}) => {
      const { startedAt, instance } = await engine.inspect(places[beside]);
      const victim = { selector: labels, service: beside, instance, id: places[beside], startedAt };
      const place = {
        name: `${stack}-agent-${id}`,
        id,
        run: 'lab',
        victim,
        need: own,
        host: { image, node: 'node' },
        owner: '',
      };
      return startAgent(engine, place, await readProgram(own.program));
    },
    rules: async (of) => {
      const { processId = 0 } = await engine.inspect(places[of]);
      const saved = await run('nsenter', ['-t', String(processId), '-n', 'iptables-save']);
      return saved.replaceAll(/^#.*\n/gm, '').replaceAll(/\[\d+:\d+\]/g, '');
    },
    remove: async () => {
      await removeAll(engine, stack);
      engine.close();
    },
  };
}
