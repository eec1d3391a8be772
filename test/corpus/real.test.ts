import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Known } from '../../scenarios/language/known.js';
import { loadScenario } from '../../scenarios/language/load.js';
import { loadMonitoring } from '../../stack/settle/monitoring-files.js';
import { referenceAsShipped } from '../../stack/supervised/as-shipped.js';
import { writeMonitoring } from './real/monitoring.js';
import { REAL } from './real/situations.js';

// Whether the real situations can still be made of the shipped files, without making them.

const CATALOGUE = new URL('../../scenarios/catalogue/db-down.yaml', import.meta.url);
let dir: string;
let known: Known;
let text: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'supops-corpus-files-'));
  known = await referenceAsShipped();
  text = await readFile(CATALOGUE, 'utf8');
});
afterAll(() => rm(dir, { recursive: true }));

test.each(REAL)('$name: its files are valid', async ({ monitoring = {}, scenario = (same) => same }) => {
  const [, rulesDir = '', , alertmanagerFile = ''] = await writeMonitoring(dir, monitoring);
  await loadMonitoring({ stack: 'corpus', speed: 60, rulesDir, alertmanagerFile });
  // An alert of a rule that only this situation has is not known here.
  const { problems } = loadScenario('db-down.yaml', scenario(text), known);
  expect(problems.filter(({ code }) => code !== 'unknown-alert')).toEqual([]);
});

test('every situation has a name of its own', () => {
  const names = REAL.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});
