import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll } from 'vitest';
import type { Known } from '../../scenarios/language/known.js';
import { loadScenario } from '../../scenarios/language/load.js';
import { scenario as scenarioShape } from '../../scenarios/record/shapes.js';
import { referenceAsShipped } from '../../stack/supervised/as-shipped.js';
import { fuzz } from './fuzz.js';
import { expectClear } from './problems.js';
import { mutatedYaml } from './yaml-mutations.js';

const FOLDERS = ['../../scenarios/catalogue/', '../fixtures/scenarios/'];
const files = FOLDERS.map((folder) => new URL(folder, import.meta.url)).flatMap((folder) =>
  readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')),
);

let known: Known;
beforeAll(async () => {
  known = await referenceAsShipped();
});

fuzz(
  'a scenario file is a scenario that a journal can hold, or has clear problems',
  { runs: 700, seed: 7_001 },
  mutatedYaml(files),
  (text) => {
    const { scenario, problems } = loadScenario('fuzzed.yaml', text, known);
    if (scenario === undefined && problems.length === 0) throw new Error('neither a scenario nor a problem');
    if (scenario !== undefined && problems.length > 0) throw new Error('a scenario in spite of problems');
    expectClear(problems, text);
    if (scenario !== undefined) scenarioShape.parse(JSON.parse(JSON.stringify(scenario)));
  },
);
