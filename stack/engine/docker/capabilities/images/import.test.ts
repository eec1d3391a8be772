import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Client } from '../../client.js';
import { importImage } from './import.js';

const NAME = 'supops/debian:1';
const CUT = Object.assign(new Error('apply layer error: unexpected EOF'), { statusCode: 500 });
const GONE = Object.assign(new Error('No such image'), { statusCode: 404 });

/** An engine that has named the image before it finds out that the archive is cut; or that refuses it before. */
function cutOff({ before, named, removal }: { before?: string; named?: string; removal?: Error }) {
  const removed: string[] = [];
  let id = before;
  const docker = {
    getImage: (reference: string) => ({
      inspect: () => (id === undefined ? Promise.reject(GONE) : Promise.resolve({ Id: id })),
      remove: async () => {
        removed.push(reference);
        if (removal) throw removal;
      },
    }),
    importImage: async () => {
      id = named ?? id;
      throw CUT;
    },
  };
  return { client: { docker } as unknown as Client, removed };
}

const importInto = (client: Client) => importImage(client, Readable.from(['']), { reference: NAME, labels: {} });
const firstError = { code: 'engine-failed', message: `cannot import image ${NAME}: apply layer error: unexpected EOF` };

test('an import that fails takes the broken image away that the engine has named already', async () => {
  const { client, removed } = cutOff({ named: 'broken' });
  await expect(importInto(client)).rejects.toMatchObject(firstError);
  expect(removed).toEqual([NAME]);
});

test('an import that fails before anything was named leaves an older image alone', async () => {
  const { client, removed } = cutOff({ before: 'good' });
  await expect(importInto(client)).rejects.toMatchObject(firstError);
  expect(removed).toEqual([]);
});

test('the first failure is reported when the broken image cannot be removed either', async () => {
  const removal = Object.assign(new Error('in use'), { statusCode: 409 });
  await expect(importInto(cutOff({ named: 'broken', removal }).client)).rejects.toMatchObject(firstError);
});
