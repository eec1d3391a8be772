import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Agent } from '../../scenarios/agents/client/agent.js';
import { eventually } from '../helpers/engine.js';
import { createLab, type Lab, NETWORK, PROXY } from '../helpers/network-lab.js';
import { run } from '../helpers/workspace.js';

// The agents of the network's faults in real networks. What they do is measured by a client that knows nothing of them, and by the kernel's own tables.

let lab: Lab;
let before = '';
beforeAll(async () => {
  lab = await createLab('supops-net');
  before = await lab.rules('client');
});
afterAll(() => lab.remove());
afterEach(async () => expect(await lab.rules('client')).toBe(before));

interface Echo {
  readonly how: string;
  readonly connected: boolean;
  readonly ms: number;
}
const echo = () => lab.ask<Echo>('return echo()');

const TO_SERVER = [{ side: 'to', names: ['server'] }];

/** What the client sees while a fault is in place, and what the agent says it has done. */
async function during<T>(agent: Agent, args: unknown, look: () => Promise<T>) {
  try {
    await agent.apply(args, 60_000);
    const seen = await look();
    const effect = await agent.effect();
    expect(await agent.undo()).toMatchObject({ clean: true });
    return { seen, effect };
  } finally {
    await agent.remove();
  }
}

describe('packets', () => {
  test('a partition lets nothing through in either direction', async () => {
    const act = { kind: 'drop', percent: 100, direction: 'both' };
    const { seen, effect } = await during(await lab.agent(NETWORK), { flows: TO_SERVER, act }, () =>
      lab.ask<Echo>("return echo('server', 1500)"),
    );
    expect(seen).toMatchObject({ how: 'timeout', connected: false });
    expect(effect).toMatchObject({ touched: true, evidence: expect.stringMatching(/^[1-9]\d* packets matched$/) });
    expect(await echo()).toMatchObject({ how: 'ok' });
  });

  test('refused: connections are refused at once, and those that are open live on', async () => {
    const agent = await lab.agent(NETWORK);
    await lab.held('hold');
    const flows = [{ side: 'to', names: ['server'], ports: [7000] }];
    const { seen } = await during(agent, { flows, act: { kind: 'refuse' } }, async () => ({
      now: await echo(),
      open: await lab.held('use'),
    }));
    expect(seen).toEqual({ now: { how: 'ECONNREFUSED', connected: false, ms: expect.any(Number) }, open: 'still here' });
    expect(seen.now.ms).toBeLessThan(1_000);
  });

  test('reset: connections break once they are open', async () => {
    const agent = await lab.agent(NETWORK);
    const { seen } = await during(agent, { flows: TO_SERVER, act: { kind: 'reset' } }, echo);
    expect(seen).toMatchObject({ how: 'ECONNRESET' });
  });
});

const TO_ECHO = [{ side: 'to', names: ['server'], ports: [7000] }];
const TO_HTTP = [{ side: 'to', names: ['server'], ports: [8000] }];
const SLOW = { kind: 'forward', delayMs: 200, jitterMs: 0, direction: 'out' };

describe('the proxy', () => {
  test('delays what the victim sends, and no other traffic', async () => {
    const agent = await lab.agent(PROXY);
    const { seen, effect } = await during(agent, { flows: TO_ECHO, act: SLOW }, async () => ({
      echo: await echo(),
      other: await lab.ask<{ status: number; ms: number }>("return get('/')"),
    }));
    // Late by the delay for the packet that opens the connection, and once more for the request.
    expect(seen.echo.how).toBe('ok');
    expect(seen.echo.ms).toBeGreaterThanOrEqual(400);
    expect(seen.echo.ms).toBeLessThan(1_000);
    expect(seen.other.status).toBe(200);
    expect(seen.other.ms).toBeLessThan(400);
    expect(effect).toMatchObject({ touched: true, evidence: '14 bytes in 1 connections went through the proxy' });
    expect((await echo()).ms).toBeLessThan(400);
  });

  test('delays what others ask of the victim', async () => {
    const agent = await lab.agent(PROXY, { beside: 'server' });
    const flows = [{ side: 'from', names: ['client'], ports: [7000] }];
    const { seen } = await during(agent, { flows, act: { ...SLOW, direction: 'both' } }, echo);
    expect(seen.how).toBe('ok');
    expect(seen.ms).toBeGreaterThanOrEqual(600);
    expect((await echo()).ms).toBeLessThan(400);
  });

  test('cuts the connections that were open before, so that none goes past it', async () => {
    const agent = await lab.agent(PROXY);
    await lab.held('hold');
    const { seen } = await during(agent, { flows: TO_ECHO, act: SLOW }, () => lab.held('use'));
    expect(seen).toBe('ECONNRESET');
  });

  test('lets so many bytes pass in a second', async () => {
    const agent = await lab.agent(PROXY);
    const flows = [{ side: 'to', names: ['server'], ports: [9000] }];
    const act = { kind: 'forward', delayMs: 0, jitterMs: 0, bytesPerSecond: 100_000, direction: 'both' };
    const { seen } = await during(agent, { flows, act }, () =>
      lab.ask<{ bytes: number; ms: number }>(`
        const start = performance.now();
        const socket = net.connect(9000, 'server');
        socket.write('100000');
        let bytes = 0;
        for await (const data of socket) bytes += data.length;
        return { bytes, ms: performance.now() - start };`),
    );
    expect(seen.bytes).toBe(100_000);
    expect(seen.ms).toBeGreaterThan(950);
    expect(seen.ms).toBeLessThan(2_000);
  });

  test('answers in the place of a service, by route, method and share, and passes on the rest as it is', async () => {
    const agent = await lab.agent(PROXY);
    const act = { kind: 'http', routes: ['/orders*'], methods: ['POST'], percent: 50, delayMs: 0, status: 503 };
    const { seen, effect } = await during(agent, { flows: TO_HTTP, act }, () =>
      lab.ask<readonly unknown[]>(`
        const answers = [];
        const post = { method: 'POST', body: 'one book' };
        for (const [path, options] of [['/orders/1', post], ['/orders/1', post], ['/orders/1', {}], ['/cart', post]]) {
          const { ms, ...answer } = await get(path, options);
          answers.push(answer);
        }
        return answers;`),
    );
    expect(seen).toEqual([
      { status: 200, server: 'lab', body: 'POST /orders/1 one book' },
      { status: 503, body: 'answered by supops in place of this service\n' },
      { status: 200, server: 'lab', body: 'GET /orders/1 ' },
      { status: 200, server: 'lab', body: 'POST /cart one book' },
    ]);
    expect(effect).toMatchObject({ touched: true, evidence: '1 of 4 requests changed' });
  });

  test('delays requests', async () => {
    const act = { kind: 'http', routes: [], methods: [], percent: 100, delayMs: 300 };
    const { seen } = await during(await lab.agent(PROXY), { flows: TO_HTTP, act }, () =>
      lab.ask<{ status: number; ms: number }>("return get('/')"),
    );
    expect(seen.status).toBe(200);
    expect(seen.ms).toBeGreaterThanOrEqual(300);
  });

  test.each([
    ['nxdomain', 'ENOTFOUND'],
    ['servfail', 'ESERVFAIL'],
    ['timeout', 'ETIMEOUT'],
  ])('answers questions for names with %s, and passes on those that are not meant', async (answer, code) => {
    const act = { kind: 'dns', answer, names: ['server'] };
    const { seen, effect } = await during(await lab.agent(PROXY), { flows: [], act }, () =>
      lab.ask<readonly unknown[]>(`
        const own = new dns.Resolver({ timeout: 300, tries: 1 });
        own.setServers(dns.getServers());
        const ask = (name) => own.resolve4(name).then((found) => found.length, (error) => error.code);
        return [await ask('server'), await ask('client')];`),
    );
    expect(seen).toEqual([code, 1]);
    expect(effect).toMatchObject({ touched: true, evidence: `1 of 2 questions answered with ${answer}` });
    expect(await lab.ask("return dns.resolve4('server').then((found) => found.length)")).toBe(1);
  });

  test('also answers a socket that the victim has used for questions before', async () => {
    const agent = await lab.agent(PROXY);
    expect(await lab.held('question')).toBe('0');
    const { seen } = await during(agent, { flows: [], act: { kind: 'dns', answer: 'nxdomain', names: [] } }, () =>
      lab.held('question'),
    );
    expect(seen).toBe('3');
    expect(await lab.held('question')).toBe('0');
  });
});

const DROP = { flows: TO_SERVER, act: { kind: 'drop', percent: 100, direction: 'both' } };
const DELAY = { flows: TO_ECHO, act: SLOW };
const asBefore = () => eventually(async () => expect(await lab.rules('client')).toBe(before), 10_000);
const container = (id = 'ab12cd34') => `${lab.stack}-agent-${id}`;

describe.each([
  ['network', NETWORK, DROP],
  ['proxy', PROXY, DELAY],
] as const)('the life of the %s agent', (_, need, args) => {
  const applied = async (ttlMs = 60_000) => {
    const agent = await lab.agent(need);
    await agent.apply(args, ttlMs);
    expect(await lab.rules('client')).toContain('SUPOPS-AB12CD34-');
    return agent;
  };

  test('it undoes when its input ends', async () => {
    await (await applied()).remove();
    await asBefore();
  });

  test('it undoes when its time to live has passed', async () => {
    const agent = await applied(1_500);
    await agent.lost;
    await asBefore();
  });

  test('it undoes on SIGTERM', async () => {
    const agent = await applied();
    await run('docker', ['kill', '--signal', 'TERM', container()]);
    await agent.lost;
    await asBefore();
  });

  test('another one removes what it leaves when it is killed', async () => {
    const agent = await applied();
    await run('docker', ['kill', container()]);
    await agent.lost;
    expect(await lab.rules('client')).toContain('SUPOPS-AB12CD34-');
    await eventually(async () => expect(await run('docker', ['ps', '-aq', '--filter', `name=${container()}`])).toBe(''));
    const other = await lab.agent(need);
    expect(await other.clean({})).toMatchObject({ clean: true, detail: expect.stringMatching(/^\d chains removed/) });
    await other.remove();
    expect(await echo()).toMatchObject({ how: 'ok' });
  });

  test('it does not touch what another fault has in the same network, and the last one leaves nothing', async () => {
    const first = await applied();
    const second = await lab.agent(NETWORK, { id: 'ffffffff' });
    await second.apply({ flows: TO_HTTP, act: { kind: 'refuse' } }, 60_000);
    expect(await first.undo()).toMatchObject({ clean: true });
    await first.remove();
    expect(await lab.ask("return get('/')")).toMatchObject({ error: 'ECONNREFUSED' });
    expect(await second.undo()).toMatchObject({ clean: true });
    await second.remove();
  });

  test('it is done when its victim has stopped', async () => {
    const agent = await lab.agent(need, { beside: 'server' });
    await agent.apply({ ...args, flows: [{ side: 'from', names: ['client'], ports: [7000] }] }, 60_000);
    await lab.engine.stop(lab.server, 0);
    expect(await agent.undo()).toMatchObject({ clean: true });
    await agent.remove();
    await lab.engine.start(lab.server);
    await eventually(async () => expect(await echo()).toMatchObject({ how: 'ok' }));
    expect(await lab.rules('server')).not.toContain('SUPOPS');
  });
});

test('an agent whose proxy dies undoes its rules, as they lead to nobody', async () => {
  const agent = await lab.agent(PROXY);
  await agent.apply(DELAY, 60_000);
  const processes = await run('docker', ['top', container(), '-eo', 'pid,args']);
  const worker = /^ *(\d+) .*--worker/m.exec(processes)?.[1];
  process.kill(Number(worker), 'SIGKILL');
  expect(await agent.lost).toContain('exit code 0');
  await asBefore();
  expect(await echo()).toMatchObject({ how: 'ok' });
});

test('a name that is not known is refused, and no rule is made', async () => {
  const agent = await lab.agent(NETWORK);
  const flows = [{ side: 'to', names: ['nobody'] }];
  await expect(agent.apply({ ...DROP, flows }, 60_000)).rejects.toThrow('no address is known here for nobody');
  expect(await lab.rules('client')).toBe(before);
  await agent.remove();
});
