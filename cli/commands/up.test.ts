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
  notes: ['group_wait of route critical is 500ms, not 167ms'],
  durationMs: 12_345,
  imageSource: 'debian',
  speed: 60,
};

test('up tells where to look, what to know and what to try next', () => {
  expect(
    upText(result, plain),
  ).toBe(`✓ stack supops is ready after 12.3 s, images from Debian packages, alerting 60 times compressed

  front       http://127.0.0.1:8080
  prometheus  http://127.0.0.1:9090

note: group_wait of route critical is 500ms, not 167ms

Try next:
  supops incident db-down
  supops status
  supops down
`);
});

test('up of another stack names it in what to try next', () => {
  expect(upText({ ...result, stack: 'two' }, plain)).toContain('  supops incident db-down --stack two\n');
});

test('the JSON of up holds no password', () => {
  expect(JSON.stringify(upDocument(result, false))).not.toContain('hunter2');
});
