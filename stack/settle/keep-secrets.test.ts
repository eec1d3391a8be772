import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSecrets } from '../state/state.js';
import { keepSecrets } from './keep-secrets.js';

let folder: string;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'supops-secrets-')), 'shop');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

test('two commands at the same time end up with the same secrets, and keep them', async () => {
  const settled = await Promise.all(Array.from({ length: 20 }, () => keepSecrets(folder, {})));
  expect(new Set(settled.map((secrets) => JSON.stringify(secrets))).size).toBe(1);
  expect(await readSecrets(folder)).toEqual(settled[0]);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
});

test('what is in use replaces what is kept', async () => {
  const before = await keepSecrets(folder, {});
  const inUse = { shopPassword: 'inUse'.repeat(6) };
  expect(await keepSecrets(folder, inUse)).toEqual({ ...before, ...inUse });
  expect(await readSecrets(folder)).toEqual({ ...before, ...inUse });
});

test('a damaged file is replaced', async () => {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'secrets.json'), '{"shopPassword":');
  const secrets = await keepSecrets(folder, {});
  expect(await readSecrets(folder)).toEqual(secrets);
});
