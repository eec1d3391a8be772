import { expect, test } from 'vitest';
import type { UpResult } from '../../stack/deploy/up.js';
import { palette } from '../render/palette.js';
import { upDocument, upText } from './up.js';

const plain = palette(false);

const result: UpResult = {
  stack: 'supops',
  plan: {
    stack: 'supops',
    operations: [
      {
        id: 'create instance supops-db',
        kind: 'instance',
        type: 'create',
        name: 'supops-db',
        cause: 'missing',
        after: [],
        instance: 'db',
        spec: { env: { PASSWORD: 'hunter2hunter2' } } as never,
        files: [{ path: '/etc/supops/client.cnf', content: 'password=hunter2hunter2', mode: 0o600, uid: 999, gid: 999 }],
      },
    ],
    unchanged: ['cache'],
  },
  urls: { front: 'http://127.0.0.1:8080', prometheus: 'http://127.0.0.1:9090' },
  notes: ['an image was built from Debian packages'],
  floors: [
    { what: 'range', of: 'web/Errors', writtenMs: 120_000, askedMs: 2_000, heldMs: 4_000 },
    { what: 'group_wait', of: 'on-call', writtenMs: 10_000, askedMs: 167, heldMs: 500 },
  ],
  durationMs: 12_345,
  imageSource: 'debian',
  speed: 60,
};

test('up says where to look, what to know and what to try next', () => {
  expect(
    upText(result, plain),
  ).toBe(`✓ stack supops is ready after 12.3 s, images from Debian packages, alerting 60 times compressed

  front       http://127.0.0.1:8080
  prometheus  http://127.0.0.1:9090

note: an image was built from Debian packages
note: not compressed as far as asked: 1 range held at 4s, group_wait at 500ms; --output json lists them

Try next:
  supops incident db-down
  supops status
  supops down
`);
});

test('up of another stack names that stack in what to try next', () => {
  expect(upText({ ...result, stack: 'two' }, plain)).toContain('  supops incident db-down --stack two\n');
});

test('up does not mention floors if none was hit', () => {
  expect(upText({ ...result, notes: [], floors: [] }, plain)).not.toContain('note:');
});

test('the JSON of up lists every floor', () => {
  expect(upDocument(result, false)).toMatchObject({ notes: result.notes, floors: result.floors });
});

test('the JSON of up holds no password', () => {
  expect(JSON.stringify(upDocument(result, false))).not.toContain('hunter2');
});
