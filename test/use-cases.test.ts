import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatSpan } from '../core/duration.js';
import { findScenario } from '../scenarios/language/catalogue.js';
import { loadScenario } from '../scenarios/language/load.js';
import { detectionBoundsOf } from '../scenarios/story/bounds.js';
import { referenceAsShipped } from '../stack/supervised/as-shipped.js';
import { ROOT } from './structure/scratch.js';

// The table of use cases in docs/architecture.md, held against the scenarios and against what rules and routes imply.

const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
const rows = page
  .slice(page.indexOf('<!-- use cases -->'), page.indexOf('<!-- /use cases -->'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .slice(1)
  .map((line) => line.slice(2, -2).split(' | ') as [string, string, string, string, string]);
const known = await referenceAsShipped();
const nameIn = (link: string) => /^\[`?([\w-]+)`?\]\(/.exec(link)?.[1] ?? '';

describe('a supervised use case', () => {
  it('is told for each of the six', () => {
    const cases = new Set(rows.map(([useCase]) => useCase));
    expect([...cases]).toEqual([
      'the api answers slower than in 1 s',
      'answers with 5xx',
      'a container above 500 MB',
      'slow SQL, or no database',
      'a container down or restarted',
      'CPU above 80 %',
    ]);
  });

  it.each(rows)('%s: %s shows it by %s', async (_, incident, alert, production, drill) => {
    const { file, text } = await findScenario(nameIn(incident), ROOT);
    const expectation = loadScenario(file, text, known).scenario?.expect.find((one) => one.alert === nameIn(alert));
    if (expectation === undefined) throw new Error(`${file} does not expect ${alert}`);
    const delay = (pipeline: typeof known.pipeline) => {
      const bounds = detectionBoundsOf(expectation, pipeline);
      if (bounds === undefined) throw new Error(`no rule is called ${alert}`);
      const least = bounds.floorMs > 0 ? `${formatSpan(bounds.floorMs)} to` : 'at most';
      return `${least} ${formatSpan(bounds.ceilingMs)}`;
    };
    expect(`${production} | ${drill}`).toBe(`${delay(known.production)} | ${delay(known.pipeline)}`);
  });
});
