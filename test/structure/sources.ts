import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './scratch.js';

/** A TypeScript file of ours. */
export interface Source {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly folder: string;
  readonly text: string;
  readonly lines: number;
  readonly isTest: boolean;
}

const ROOMS = ['core', 'stack', 'scenarios', 'reports', 'cli', 'test'];

/** Every TypeScript file in every room. */
export const readSources = (): readonly Source[] =>
  ROOMS.flatMap((room) => readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)))
    .filter((path) => /\.tsx?$/.test(path))
    .map((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return {
        file,
        folder: dirname(file),
        text,
        lines: text.split('\n').length - 1,
        isTest: file.startsWith('test/') || file.includes('/testing/') || /\.test\.tsx?$/.test(file),
      };
    });
