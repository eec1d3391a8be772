import { beforeAll, describe, expect, it } from 'vitest';
import { inScratch, type Problem } from './scratch.js';

/** Each may import those before it. */
const ROOMS = ['core', 'stack', 'scenarios', 'reports', 'cli', 'test'];
/** "File is not listed within the file list of project": it belongs to a project that is not referred to. */
const NOT_REFERRED_TO = 'TS6307';

const COMPILER_FILES = ['package.json', 'tsconfig.base.json', 'tsconfig.json', ...ROOMS.map((room) => `${room}/tsconfig.json`)];
let problems: readonly Problem[] = [];

const importOf = (from: string, to: string) => ({ from, to, file: `${from}/imports-${to}.ts` });
const backwards = ROOMS.flatMap((to, index) => ROOMS.slice(index + 1).map((from) => importOf(from, to)));
const forwards = backwards.map(({ from, to }) => importOf(to, from));
const codes = (file: string) => problems.filter((problem) => problem.file === file).map(({ rule }) => rule);

beforeAll(async () => {
  problems = await inScratch(COMPILER_FILES, async (scratch) => {
    for (const room of ROOMS) scratch.write(`${room}/room.ts`, 'export type Room = string;\n');
    for (const { to, file } of [...backwards, ...forwards])
      scratch.write(file, `export type { Room } from '../${to}/room.js';\n`);
    return scratch.compile();
  });
}, 30_000);

describe('the compiler', () => {
  it.each(forwards)('stops $from from importing $to', ({ file }) => {
    expect(codes(file)).toContain(NOT_REFERRED_TO);
  });

  it.each(backwards)('lets $from import $to', ({ file }) => {
    expect(codes(file)).toEqual([]);
  });
});
