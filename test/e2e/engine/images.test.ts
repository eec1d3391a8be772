import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { need } from '../../../stack/engine/engine.js';
import { LABEL } from '../../../stack/model/labels.js';
import { engine, image, local, STACK, useTestEngine } from '../../helpers/engine-under-test.js';

useTestEngine();

describe('images', () => {
  const reference = `supops-test/import:${process.pid}`;

  test('a root file system becomes an image with labels, is found by them, and is removed again', async () => {
    const tar = pack();
    tar.entry({ name: 'hello' }, 'world');
    tar.finalize();
    const labels = { [`${LABEL.stack}.test`]: STACK, odd: 'a "b" $HOME \\ c' };
    await need(engine, 'images').import(Readable.from(tar), reference, labels);
    expect(await need(engine, 'images').has(reference)).toBe(true);
    const [found] = await need(engine, 'images').find({ [`${LABEL.stack}.test`]: STACK });
    expect(found).toMatchObject({ references: [reference], labels });
    expect(Date.now() - (found?.createdAt ?? 0)).toBeLessThan(600_000);
    await need(engine, 'images').remove(reference);
    await need(engine, 'images').remove(reference);
    expect(await need(engine, 'images').has(reference)).toBe(false);
  });

  test('a truncated archive is refused and leaves no image, broken or not', async () => {
    const tar = pack();
    tar.entry({ name: 'big' }, randomBytes(2_000_000));
    tar.finalize();
    const whole = await buffer(Readable.from(tar));
    const { has, import: importImage } = need(engine, 'images');
    await expect(importImage(Readable.from([whole.subarray(0, 1_000_000)]), reference, {})).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/^cannot import image .*unexpected EOF/),
    });
    expect(await has(reference)).toBe(false);
    await importImage(Readable.from([whole]), reference, {});
    expect(await has(reference)).toBe(true);
    await need(engine, 'images').remove(reference);
  });

  test('an existing image is usable, a missing one is not', async () => {
    const { isUsable } = need(engine, 'images');
    expect([await isUsable(image), await isUsable('supops-test/nosuch:1')]).toEqual([true, false]);
  });

  test('a file that is not an archive is refused', async () => {
    await expect(need(engine, 'images').import(Readable.from(['nonsense']), reference, {})).rejects.toMatchObject({
      exitCode: 4,
    });
    expect(await need(engine, 'images').has(reference)).toBe(false);
  });

  describe('from a registry', () => {
    let registry: Server;
    let address: string;
    let silent = false;

    beforeAll(async () => {
      registry = createServer((request, response) => {
        if (silent) return;
        if (request.url === '/v2/') return void response.end('{}');
        response.writeHead(404, { 'Content-Type': 'application/json' });
        response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
      }).listen(0, '127.0.0.1');
      await once(registry, 'listening');
      address = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
    });

    afterAll(() => {
      registry.closeAllConnections();
      registry.close();
    });

    test('that is not served a pull fails as registry-unreachable', async () => {
      const pull = need(engine, 'images').pull('127.0.0.1:1/x:1', { firstAnswerMs: 5_000 });
      await expect(pull).rejects.toMatchObject({ code: 'registry-unreachable', exitCode: 4 });
    });

    test('that lacks the image a pull fails as image-not-found', async ({ skip }) => {
      if (!local) skip();
      const pull = need(engine, 'images').pull(`${address}/x:1`, { firstAnswerMs: 5_000 });
      await expect(pull).rejects.toMatchObject({ code: 'image-not-found', exitCode: 4 });
    });

    test('that stays silent a pull is given up after the time allowed, or on abort with its reason', async ({ skip }) => {
      if (!local) skip();
      silent = true;
      const start = Date.now();
      const pull = need(engine, 'images').pull(`${address}/x:1`, { firstAnswerMs: 500 });
      await expect(pull).rejects.toMatchObject({
        code: 'registry-unreachable',
        message: expect.stringContaining('within 0.5 s'),
      });
      expect(Date.now() - start).toBeLessThan(3_000);
      const reason = new Error('enough');
      const controller = new AbortController();
      const aborted = need(engine, 'images').pull(`${address}/x:1`, { firstAnswerMs: 60_000, signal: controller.signal });
      controller.abort(reason);
      await expect(aborted).rejects.toBe(reason);
    });
  });
});
