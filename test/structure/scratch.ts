import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a tool says of a file; `rule` is the rule of the linter, or the code of the compiler. */
export interface Problem {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
}

/** A folder with the configuration of the repository and none of its code. */
export interface Scratch {
  /** Writes a file; a second text of the same file is appended. */
  write(file: string, text: string): void;
  lint(): Promise<readonly Problem[]>;
  compile(): Promise<readonly Problem[]>;
}

/** What `tool` prints. It is expected to find problems and to exit with 1. */
const outputOf = (cwd: string, tool: string, args: readonly string[]) =>
  new Promise<string>((resolve) => {
    execFile(join('node_modules/.bin', tool), [...args], { cwd, maxBuffer: 2 ** 26 }, (_error, stdout, stderr) =>
      resolve(`${stdout}\n${stderr}`),
    );
  });

const LINT_PROBLEM = /^::error title=([^,]+),file=([^,]+),.*?::(.*)$/gm;
const COMPILE_PROBLEM = /^(\S+?)\(\d+,\d+\): error (TS\d+): (.*)$/gm;

function scratchIn(folder: string, configuration: readonly string[]): Scratch {
  const at = (file: string) => join(folder, file);
  const copy = (file: string) => {
    if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), at(file));
  };
  configuration.forEach(copy);
  symlinkSync(join(ROOT, 'node_modules'), at('node_modules'));
  return {
    write: (file, text) => {
      mkdirSync(dirname(at(file)), { recursive: true });
      writeFileSync(at(file), text, { flag: 'a' });
    },
    lint: async () => {
      const output = await outputOf(folder, 'biome', ['lint', '--reporter=github', '--max-diagnostics=none']);
      return [...output.matchAll(LINT_PROBLEM)].map(([, rule = '', file = '', message = '']) => ({
        file: relative(folder, file),
        rule,
        message,
      }));
    },
    compile: async () => {
      const output = await outputOf(folder, 'tsc', ['-b', '--pretty', 'false']);
      return [...output.matchAll(COMPILE_PROBLEM)].map(([, file = '', rule = '', message = '']) => ({ file, rule, message }));
    },
  };
}

/** Makes a scratch folder with the files of `configuration` from the repository, gives it to `work` and removes it. */
export async function inScratch<T>(configuration: readonly string[], work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'supops-structure-')));
  try {
    return await work(scratchIn(folder, configuration));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
