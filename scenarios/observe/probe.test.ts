import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probe } from './probe.js';
import { prometheusClient } from './prometheus.js';

const asked: string[] = [];
const server = createServer((request, response) => {
  const path = request.url ?? '';
  asked.push(path);
  if (path === '/silent') return;
  if (path === '/moved') return void response.writeHead(302, { location: '/elsewhere' }).end();
  if (path.includes('/api/v1/query')) {
    const scalar = path.includes('scalar');
    const data = scalar
      ? { resultType: 'scalar', result: [1_700_000_000.5, '42'] }
      : { resultType: 'vector', result: [{ metric: { job: 'api' }, value: [1_700_000_000, 'NaN'] }] };
    return void response.end(JSON.stringify({ status: 'success', data }));
  }
  response.writeHead(path === '/broken' ? 503 : 200).end('text');
});
let base: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('an answer is its status and its time, whatever the status', async () => {
  expect(await probe(base, '/', 1_000)).toEqual({ status: 200, tookMs: expect.any(Number) });
  expect(await probe(base, '/broken', 1_000)).toMatchObject({ status: 503 });
});

test('a redirection is an answer and is not followed', async () => {
  expect(await probe(base, '/moved', 1_000)).toMatchObject({ status: 302 });
  expect(asked).not.toContain('/elsewhere');
});

test('a path that looks like another host stays on this one', async () => {
  expect(await probe(base, '//elsewhere.example/', 1_000)).toMatchObject({ status: 200 });
  expect(asked).toContain('//elsewhere.example/');
});

test('no answer says why', async () => {
  expect(await probe(base, '/silent', 1)).toEqual({ status: undefined, reason: 'nothing within 501 ms' });
  const nobody = await probe(new URL('http://127.0.0.1:1'), '/', 1_000);
  expect(nobody).toMatchObject({ status: undefined, reason: expect.stringContaining('ECONNREFUSED') });
});

test('a query that answers a scalar has one value without labels', async () => {
  const { query } = prometheusClient(base);
  expect(await query('scalar')).toEqual([{ labels: {}, time: 1_700_000_000_500, value: 42 }]);
  expect(await query('vector')).toEqual([{ labels: { job: 'api' }, time: 1_700_000_000_000, value: Number.NaN }]);
});
