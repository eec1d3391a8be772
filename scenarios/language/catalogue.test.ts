import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatProblem } from '../../core/problem.js';
import { referenceAsShipped } from '../../stack/supervised/as-shipped.js';
import { findScenario, listScenarios } from './catalogue.js';
import { loadScenario } from './load.js';

describe('the catalogue', () => {
  it('lists its scenarios with name and title', async () => {
    const scenarios = await listScenarios();
    expect(scenarios.map(({ name, title }) => `${name}: ${title}`)).toContain('db-down: The database is gone');
  });

  it('holds scenarios that the reference stack can run, each named as its file', async () => {
    const known = await referenceAsShipped();
    for (const { name, file } of await listScenarios()) {
      const { scenario, problems } = loadScenario(file, (await findScenario(name, '/')).text, known);
      expect(problems.map(formatProblem)).toEqual([]);
      expect(scenario?.name).toBe(name);
    }
  });

  it('suggests the nearest name for an unknown one', async () => {
    await expect(findScenario('db-donw', '/')).rejects.toMatchObject({
      code: 'unknown-scenario',
      exitCode: 3,
      message: 'there is no scenario "db-donw" in the catalogue, did you mean "db-down"?',
    });
  });
});

describe('a scenario given by its path', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scenario-'));
    await writeFile(join(folder, 'mine.yaml'), 'scenario: mine\n');
    await writeFile(join(folder, 'latin1.yaml'), Buffer.from([0x74, 0xe9]));
    await writeFile(join(folder, 'huge.yaml'), '');
    await truncate(join(folder, 'huge.yaml'), 1024 * 1024 + 1);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read relative to the working folder, and named as given', async () => {
    expect(await findScenario('mine.yaml', folder)).toEqual({ file: 'mine.yaml', text: 'scenario: mine\n' });
    expect(await findScenario('./mine.yaml', folder)).toEqual({ file: './mine.yaml', text: 'scenario: mine\n' });
  });

  it.each([
    ['none.yaml', 'cannot read the scenario none.yaml: there is no such file'],
    ['./', 'cannot read the scenario ./: it is not a file'],
    ['huge.yaml', 'cannot read the scenario huge.yaml: it is larger than 1 MiB'],
    ['latin1.yaml', 'cannot read the scenario latin1.yaml: it is not UTF-8 text'],
  ])('is refused if it cannot be read: %s', async (path, message) => {
    await expect(findScenario(path, folder)).rejects.toMatchObject({ code: 'unreadable-file', exitCode: 3, message });
  });
});
