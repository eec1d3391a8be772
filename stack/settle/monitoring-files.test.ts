import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMonitoring } from './monitoring-files.js';

const RULES = `groups:
  - name: mine
    rules:
      - alert: Mine
        expr: up == 0
        for: 10m # long
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'supops-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text = RULES): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

const load = (rulesDir: string | undefined = folder, speed = 60) =>
  loadMonitoring({ stack: 'shop', speed, ...(rulesDir ? { rulesDir } : {}) });
const names = async () => Object.keys((await load()).files.prometheus).filter((name) => name.includes('rules/'));

describe('loadMonitoring', () => {
  it('gives each file as deployed and as written', async () => {
    write('a.yml');
    const { files } = await load();
    expect(files.prometheus['rules/a.yml']).toBe(RULES.replace('10m', '10s'));
    expect(files.prometheus['production/rules/a.yml']).toBe(RULES);
    expect(files.prometheus['prometheus.yml']).toMatch(/scrape_interval: 1s/);
    expect(files.prometheus['prometheus.yml']).toMatch(/stack: shop/);
    expect(files.prometheus['production/prometheus.yml']).toMatch(/scrape_interval: 15s/);
    expect(files.alertmanager).toHaveProperty('templates/supops.tmpl');
  });

  it('changes nothing but the stack at speed 1', async () => {
    write('a.yml');
    const { files, floors } = await load(folder, 1);
    expect(files.prometheus['rules/a.yml']).toBe(RULES);
    expect(files.alertmanager['alertmanager.yml']).toBe(files.alertmanager['production/alertmanager.yml']);
    expect(floors).toEqual([]);
  });

  it('takes every rule file below the folder, whatever its ending, and hides none behind another', async () => {
    for (const name of ['b.yaml', 'b.yml', 'sub/b.yml', 'sub-b.yml', 'notes.txt']) write(name);
    expect(await names()).toEqual([
      'rules/b.yml',
      'rules/b-2.yml',
      'rules/sub-b.yml',
      'rules/sub-b-2.yml',
      'production/rules/b.yml',
      'production/rules/b-2.yml',
      'production/rules/sub-b.yml',
      'production/rules/sub-b-2.yml',
    ]);
  });

  it('follows links, and leaves out unit tests that lie beside the rules', async () => {
    write('a.yml');
    write('a_test.yml', 'rule_files: [a.yml]\ntests: []\n');
    symlinkSync(path.join(folder, 'a.yml'), path.join(folder, 'link.yml'));
    expect(await names()).toEqual(['rules/a.yml', 'rules/link.yml', 'production/rules/a.yml', 'production/rules/link.yml']);
  });

  it.each([
    ['is not there', 'missing', /ENOENT/],
    ['holds no rule file', '.', /no rule file/],
  ])('refuses a folder that %s', async (_, name, reason) => {
    await expect(load(path.join(folder, name))).rejects.toMatchObject({
      code: 'invalid-monitoring',
      exitCode: 3,
      message: expect.stringMatching(reason),
    });
  });

  it('reports every problem of every file with its place', async () => {
    write('a.yml', RULES.replace('up == 0', 'up == = 0'));
    write('sub/b.yml', RULES.replace('10m', 'soon'));
    const failure = (await load().catch((error) => error)) as { details: readonly string[]; exitCode: number; message: string };
    expect(failure).toMatchObject({ exitCode: 3, message: expect.stringMatching(/has \d problems$/) });
    const places = failure.details.map((detail) => detail.replace(/:\d+: .*$/, ''));
    expect(new Set(places)).toEqual(new Set([`${folder}/a.yml:5`, `${folder}/sub/b.yml:6`]));
  });
});
