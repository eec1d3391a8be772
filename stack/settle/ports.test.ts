import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../engine/engine.js';
import { fakeInstance } from '../testing/fake-engine.js';
import { anyFreePort, isPortFree, settlePorts } from './ports.js';

const PREFERRED = { front: 8080, visitors: 8090, prometheus: 9090, alertmanager: 9093, inbox: 8025 };

const front = (published: number, state: Instance['state'] = 'running') =>
  fakeInstance({ name: 'shop-front', service: 'front', state, published: { 8080: published } });

const settle = (more: { instances?: readonly Instance[]; avoid?: number[]; taken?: number[] } = {}) =>
  settlePorts({
    stack: 'shop',
    instances: more.instances ?? [],
    avoid: new Set(more.avoid),
    isFree: async (port) => !(more.taken ?? []).includes(port),
    anyFree: async () => 55_555,
  });

describe('settlePorts', () => {
  it('takes the preferred ports if they are free', async () => {
    expect(await settle()).toEqual(PREFERRED);
  });

  it('takes one that is 10000 higher, as often as needed, if a port is taken or to be avoided', async () => {
    expect(await settle({ taken: [8080, 18_080], avoid: [9090] })).toEqual({ ...PREFERRED, front: 28_080, prometheus: 19_090 });
  });

  it('takes any free port when all of these are taken', async () => {
    const taken = [8080, 18_080, 28_080, 38_080, 48_080, 58_080];
    expect(await settle({ taken })).toEqual({ ...PREFERRED, front: 55_555 });
  });

  it('keeps the port of an instance that runs, which itself makes it taken', async () => {
    expect(await settle({ instances: [front(18_080)], taken: [18_080] })).toEqual({ ...PREFERRED, front: 18_080 });
  });

  it('keeps the port of an instance that is stopped, unless somebody has taken it', async () => {
    expect(await settle({ instances: [front(18_080, 'exited')] })).toEqual({ ...PREFERRED, front: 18_080 });
    expect(await settle({ instances: [front(18_080, 'exited')], taken: [18_080] })).toEqual(PREFERRED);
  });

  it('gives up a port that the engine has refused', async () => {
    expect(await settle({ instances: [front(8080, 'created')], avoid: [8080] })).toEqual({ ...PREFERRED, front: 18_080 });
  });
});

describe('isPortFree', () => {
  it('notices a listener', async () => {
    const port = await anyFreePort();
    expect(await isPortFree(port)).toBe(true);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });
});
