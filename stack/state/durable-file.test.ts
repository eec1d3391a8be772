import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFile, isLeftBehind, replaceFile } from './durable-file.js';

let root: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'supops-durable-'));
  file = path.join(root, 'stack', 'note.json');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const content = () => readFileSync(file, 'utf8');
const names = () => readdirSync(path.dirname(file));
const many = Array.from({ length: 40 }, (_, i) => String(i).repeat(20_000));

test('a file is for its user alone, and so is its folder', async () => {
  await replaceFile(file, 'a');
  expect(content()).toBe('a');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
});

test('many that replace a file at once leave the whole text of one of them, and nothing else', async () => {
  await Promise.all(many.map((text) => replaceFile(file, text)));
  expect(many).toContain(content());
  expect(names()).toEqual(['note.json']);
});

test('of many that make a file at once one learns that it did, and its text stays', async () => {
  const made = await Promise.all(many.map((text) => createFile(file, text)));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(content()).toBe(many[made.indexOf(true)]);
  expect(names()).toEqual(['note.json']);
});

test('a file that cannot be put in its place leaves nothing behind', async () => {
  const blocked = path.join(root, 'folder');
  await replaceFile(path.join(blocked, 'inner'), '');
  await expect(replaceFile(blocked, 'a')).rejects.toMatchObject({ code: 'EISDIR' });
  expect(readdirSync(root)).toEqual(['folder']);
});

test('what a killed writer left is told apart from other files', () => {
  writeFileSync(path.join(root, 'other.json'), '');
  expect(isLeftBehind('/a/note.json', 'note.json.12-ab.new')).toBe(true);
  expect(['note.json', 'other.json.12-ab.new', 'note.jsonl'].some((name) => isLeftBehind('/a/note.json', name))).toBe(false);
});
