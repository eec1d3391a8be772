import { beforeAll, describe, expect, it } from 'vitest';
import { formatLintConfig, lintOverrides } from './lint-config.js';
import { inScratch, type Problem } from './scratch.js';
import { WRONG, WRONG_FILES } from './tries.js';
import { WALLS } from './walls.js';

const LINT_FILES = ['package.json', 'biome.json', 'test/structure/process-exit.grit'];
let problems: readonly Problem[] = [];

const messageOf = new Map(WALLS.map(({ name, message }) => [name, message]));
const wrong = Object.entries(WRONG).flatMap(([wall, tries]) =>
  tries.map(([folder, text], index) => ({ wall, text, file: `${folder}/wrong-${wall.replaceAll(/\W+/g, '-')}-${index}.ts` })),
);
/** Each place that a wall excepts, with the import that is wrong elsewhere. */
const right = WALLS.flatMap(({ name, except = [] }) =>
  except.map((place) => ({
    wall: name,
    text: WRONG[name]?.[0]?.[1] ?? '',
    file: place
      .replace(/\/\*\/\*\*$/, '/sub/**')
      .replace('**', `right-${name.replaceAll(/\W+/g, '-')}.ts`)
      .replace('*', ''),
  })),
);
const said = (file: string) => problems.filter((problem) => problem.file === file).map(({ message }) => message);
const broken = (file: string) => problems.filter((problem) => problem.file === file).map(({ rule }) => rule);

// One run of the linter for everything, because each takes a second.
beforeAll(async () => {
  problems = await inScratch(LINT_FILES, async (scratch) => {
    scratch.write('test/structure/walls.json', formatLintConfig(lintOverrides(WALLS)));
    for (const { file, text } of [...wrong, ...right]) scratch.write(file, `${text}\n`);
    for (const [file, text] of WRONG_FILES.flatMap(([, files]) => Object.entries(files))) scratch.write(file, text);
    return scratch.lint();
  });
}, 30_000);

describe('the walls between rooms', () => {
  // Written anew by `npx vitest run --project unit test/structure -u`.
  it('are what the linter is told', async () => {
    const config = formatLintConfig(lintOverrides(WALLS));
    await expect(config).toMatchFileSnapshot('walls.json');
  });

  it('are all tried', () => {
    expect(Object.keys(WRONG).toSorted()).toEqual(WALLS.map(({ name }) => name).toSorted());
  });

  it.each(wrong)('stop $text in $file ($wall)', ({ wall, file }) => {
    expect(said(file)).toContain(messageOf.get(wall));
  });

  it.each(right)('let $text pass in $file ($wall)', ({ wall, file }) => {
    expect(said(file)).not.toContain(messageOf.get(wall));
  });

  it.each(WRONG_FILES)('stop what breaks %s: %j', (rule, files) => {
    for (const file of Object.keys(files)) expect([file, ...broken(file)]).toEqual([file, rule]);
  });
});
