import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settleSecrets } from '../settle/secrets.js';
import { readSecrets, removeSecrets, stackStateDirectory, stateDirectory, writeSecrets } from './state.js';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'supops-state-'));
  folder = stackStateDirectory(root, 'ENGINE:1', 'shop');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const secrets = settleSecrets({}, undefined);

describe('stateDirectory', () => {
  it.each([
    [{ XDG_STATE_HOME: '/state' }, 'linux', '/state/supops'],
    [{ XDG_STATE_HOME: 'relative' }, 'linux', '/home/me/.local/state/supops'],
    [{}, 'linux', '/home/me/.local/state/supops'],
    [{}, 'darwin', '/home/me/Library/Application Support/supops'],
  ] as const)('follows the environment %j on %s', (env, platform, expected) => {
    expect(stateDirectory(env, '/home/me', platform)).toBe(expected);
  });
});

describe('secrets', () => {
  it('are long, of letters and digits, and never the same', () => {
    const words = [...Object.values(secrets), ...Object.values(settleSecrets({}, undefined))];
    for (const word of words) expect(word).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(new Set(words).size).toBe(8);
  });

  it('are first those in use, then those kept', () => {
    const kept = settleSecrets({}, undefined);
    expect(settleSecrets({ shopPassword: 'in-use' }, kept)).toEqual({ ...kept, shopPassword: 'in-use' });
  });

  it('are read back from a file that only its user may read', async () => {
    await writeSecrets(folder, secrets);
    expect(await readSecrets(folder)).toEqual(secrets);
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it('are kept apart by engine and stack', () => {
    const folders = ['a', 'b'].flatMap((engine) => ['x', 'y'].map((stack) => stackStateDirectory(root, engine, stack)));
    expect(new Set(folders).size).toBe(4);
  });

  it.each(['', '{"shopPassword":', '{"shopPassword":"short"}'])('count as lost when the file holds %j', async (text) => {
    await writeSecrets(folder, secrets);
    writeFileSync(path.join(folder, 'secrets.json'), text);
    expect(await readSecrets(folder)).toBeUndefined();
  });

  it('leave no folder behind when they are removed, but for what else is kept there', async () => {
    const other = stackStateDirectory(root, 'ENGINE:1', 'other');
    await writeSecrets(folder, secrets);
    await writeSecrets(other, secrets);
    await removeSecrets(folder);
    expect(readFileSync(path.join(other, 'secrets.json'), 'utf8')).toContain(secrets.shopPassword);
    await removeSecrets(other);
    expect(readdirSync(root)).toEqual([]);
    await removeSecrets(other);
  });

  it('leave nothing of a command that was killed while it wrote them', async () => {
    await writeSecrets(folder, secrets);
    writeFileSync(path.join(folder, 'secrets.json.4711-abc.new'), '{');
    await removeSecrets(folder);
    expect(readdirSync(root)).toEqual([]);
  });

  it('are refused with a hint when they cannot be kept', async () => {
    const file = path.join(root, 'file');
    writeFileSync(file, '');
    await expect(writeSecrets(path.join(file, 'shop'), secrets)).rejects.toMatchObject({ code: 'state-unusable', exitCode: 4 });
  });
});
