import { once } from 'node:events';
import { createServer, get as httpGet } from 'node:http';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../helpers/engine.js';
import { engine, LABELS, local, outputOf, run, STACK, shell, useTestEngine } from '../../helpers/engine-under-test.js';

useTestEngine();

describe('addresses', () => {
  const server = `node -e "require('http').createServer((q,s)=>s.end('hello')).listen(8080)"`;

  const freePort = async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    return port;
  };

  // Not fetch: in Node 20 it never settles if the engine's proxy accepts and closes before the program listens.
  const get = (url: URL) =>
    new Promise<string>((resolve, reject) => {
      httpGet(url, { timeout: 1_000, agent: false }, (response) => text(response).then(resolve, reject)).on('error', reject);
    });

  const accepts = (host: string, port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = connectTcp({ host, port, timeout: 1_000 });
      const done = (answer: boolean) => {
        socket.destroy();
        resolve(answer);
      };
      socket
        .on('connect', () => done(true))
        .on('error', () => done(false))
        .on('timeout', () => done(false));
    });

  test('a published port is reachable, and only on the address it is published on', async () => {
    await engine.createNetwork(STACK, LABELS);
    const host = await freePort();
    const ports = [
      { name: 'http', container: 8080, host },
      { name: 'admin', container: 9090 },
    ];
    const id = await run(shell(server, { network: { name: STACK, aliases: ['web'] }, ports }));
    const instance = await engine.inspect(id);
    expect(instance.published).toEqual({ 8080: host });
    const reached = await engine.reach(instance, 8080);
    expect(await eventually(() => get(reached.url))).toBe('hello');
    for (let i = 0; i < 2; i++) await reached.close();
    await expect(engine.reach(instance, 9090)).rejects.toMatchObject({ code: 'unreachable', exitCode: 4 });
    if (!local) return;
    const outer = Object.values(networkInterfaces()).flatMap(
      (all) => all?.filter((one) => !one.internal && one.family === 'IPv4') ?? [],
    );
    for (const { address } of outer) expect([address, await accepts(address, host)]).toEqual([address, false]);
    // By alias and by host name, from inside.
    const script = (name: string) => `node -e "fetch('http://${name}:8080').then(r=>r.text()).then(console.log)"`;
    const client = shell(`${script('web')} && ${script(`${STACK}-x`)}`, { network: { name: STACK, aliases: [] } }, 'client');
    expect(await outputOf(client)).toBe('hello\nhello');
  });

  test('a port that is taken is reported as such, and the instance starts once it is free', async () => {
    await engine.createNetwork(STACK, LABELS);
    const host = await freePort();
    const changes = { network: { name: STACK, aliases: [] }, ports: [{ name: 'http', container: 8080, host }] };
    const first = await run(shell(server, changes));
    const second = await engine.create(shell(server, changes, 'y'));
    await expect(engine.start(second)).rejects.toMatchObject({ code: 'port-taken', exitCode: 4 });
    await engine.remove(first);
    await engine.start(second);
    expect((await engine.inspect(second)).published).toEqual({ 8080: host });
  });
});
