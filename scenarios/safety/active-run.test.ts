import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { activeRunPath, clearActiveRun, readActiveRun, writeActiveRun } from './active-run.js';

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'supops-active-run-'));
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

const active = { run: 'one', stack: 'shop', journal: '/runs/one/journal.ndjson', records: [] };

describe('the note of an active run', () => {
  test('is read back, and leaves no folder behind when it is removed', async () => {
    const path = activeRunPath(stateDir, 'engine', 'shop');
    await writeActiveRun(path, active);
    expect(await readActiveRun(path)).toEqual(active);
    await clearActiveRun(path);
    expect(await readActiveRun(path)).toBeUndefined();
    expect(await readdir(stateDir)).toEqual([]);
  });

  test('that cannot be written is an error with a hint, and leaves no partial file', async () => {
    const path = join(stateDir, 'note.json');
    // With a folder in its place the rename fails as it would on a damaged disk.
    await writeActiveRun(join(path, 'inside'), active);
    await expect(writeActiveRun(path, active)).rejects.toMatchObject({ code: 'state-unusable', exitCode: 4 });
    expect(await readdir(stateDir)).toEqual(['note.json']);
    await writeFile(join(stateDir, 'file'), '');
    await expect(writeActiveRun(join(stateDir, 'file', 'note.json'), active)).rejects.toMatchObject({
      code: 'state-unusable',
      hint: expect.stringContaining('disk space'),
    });
  });

  test('of an older version is understood: its faults are still undone', async () => {
    const path = activeRunPath(stateDir, 'engine', 'shop');
    await writeActiveRun(path, active);
    const target = { stack: 'shop', service: 'db', id: 'abc', startedAt: 7 };
    const old = { ...active, records: [{ kind: 'set-restart-policy', target, args: { policy: 'always' } }] };
    await writeFile(path, JSON.stringify(old));
    expect((await readActiveRun(path))?.records).toEqual([
      {
        kind: 'restart-policy',
        target: { selector: { 'dev.supops.stack': 'shop' }, service: 'db', instance: 'db', id: 'abc', startedAt: 7 },
        args: { policy: 'always' },
      },
    ]);
  });
});
