import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import type { FileEntry } from '../../model/stack.js';
import { groupByMount, packEntries, unpackFiles } from './archive.js';

const file = (path: string, content = 'x'): FileEntry => ({ path, content, mode: 0o600, uid: 999, gid: 998 });
const directory = (path: string): FileEntry => ({ path, mode: 0o750, uid: 1, gid: 2 });

test('an archive has owner and mode of each entry, directories first, whatever the order given', async () => {
  const tar = await packEntries(
    '/etc/supops',
    [file('/etc/supops/d/config.json', '{"ü":1}'), directory('/etc/supops/d')],
    5_000,
  );
  const entries = [];
  for await (const entry of Readable.from([tar]).pipe(extract())) {
    const { name, type, mode, uid, gid, mtime } = entry.header;
    entries.push({ name, type, mode, uid, gid, mtime: mtime?.getTime(), text: (await buffer(entry)).toString() });
  }
  expect(entries).toEqual([
    { name: 'd', type: 'directory', mode: 0o750, uid: 1, gid: 2, mtime: 5_000, text: '' },
    { name: 'd/config.json', type: 'file', mode: 0o600, uid: 999, gid: 998, mtime: 5_000, text: '{"ü":1}' },
  ]);
});

test('files are read back under the path that was asked for', async () => {
  const entries = [
    directory('/etc/supops'),
    file('/etc/supops/a', 'A'),
    directory('/etc/supops/d'),
    file('/etc/supops/d/b', 'B'),
  ];
  const files = await unpackFiles('/etc/supops/', Readable.from([await packEntries('/etc', entries, 0)]));
  expect([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
    ['/etc/supops/a', 'A'],
    ['/etc/supops/d/b', 'B'],
  ]);
});

test('entries are written through the deepest mount above them', () => {
  const entries = [file('/data/db/x'), file('/data/y'), file('/database/z'), file('/w')];
  const groups = groupByMount(['/data', '/data/db'], entries);
  expect([...groups].map(([mount, group]) => [mount, group.map(({ path }) => path)])).toEqual([
    ['/data/db', ['/data/db/x']],
    ['/data', ['/data/y']],
    ['/', ['/database/z', '/w']],
  ]);
});
