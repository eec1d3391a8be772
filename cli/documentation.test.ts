import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EXIT } from '../core/errors.js';
import { loadScenario } from '../scenarios/language/load.js';
import { referenceAsShipped } from '../stack/supervised/as-shipped.js';
import { supops } from './testing/supops.js';

const ROOT = new URL('../', import.meta.url);
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...(await readdir(new URL('docs/', ROOT), { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const texts = await Promise.all(PAGES.map(async (page) => ({ page, text: await readFile(new URL(page, ROOT), 'utf8') })));

const blocks = (text: string, languages: RegExp) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, language = '', body = '']) =>
    languages.test(language) ? [body] : [],
  );

test('every scenario in the documentation can be run on the reference stack', async () => {
  const known = await referenceAsShipped();
  const scenarios = texts.flatMap(({ page, text }) =>
    blocks(text, /^yaml$/).flatMap((body) => (body.startsWith('scenario:') ? [{ page, body }] : [])),
  );
  expect(scenarios.map(({ page }) => page)).toContain('README.md');
  for (const { page, body } of scenarios)
    expect({ page, problems: loadScenario(page, body, known).problems }).toEqual({ page, problems: [] });
});

// `supops up --rules DIR` → ['up'], ['--rules']
function commandsIn(
  text: string,
): readonly { readonly line: string; readonly words: readonly string[]; readonly flags: readonly string[] }[] {
  const inBlocks = blocks(text, /^(sh|console|yaml|bash)$/).flatMap((body) => body.split('\n'));
  const inLine = [...text.matchAll(/`(supops [^`]+)`/g)].map(([, code = '']) => code);
  return [...inBlocks, ...inLine].flatMap((line) => {
    const [, rest] = /(?:^|\s)supops ((?:[a-z]|--)[^#|>]*)/.exec(line.replace(/^\$ /, '')) ?? [];
    if (rest === undefined) return [];
    const parts = rest.trim().split(/\s+/);
    const end = parts.findIndex((part) => !/^[a-z]+$/.test(part));
    const words = parts.slice(0, end < 0 ? parts.length : end);
    return [{ line: line.trim(), words, flags: parts.filter((part) => /^--?[a-z]/.test(part)) }];
  });
}

const helpOf = async (words: readonly string[]): Promise<string> => {
  const group = words[0] === 'incident' && /^(list|new|show)$/.test(words[1] ?? '') ? words.slice(0, 2) : words.slice(0, 1);
  const { exitCode, stdout } = await supops([...group, '--help']);
  return exitCode === 0 ? stdout : '';
};

test('every command in the documentation exists, with its flags', async () => {
  const commands = texts.flatMap(({ page, text }) => commandsIn(text).map((command) => ({ page, ...command })));
  expect(commands.length).toBeGreaterThan(15);
  for (const { page, line, words, flags } of commands) {
    const help = await helpOf(words);
    expect(help, `${page}: ${line}`).not.toBe('');
    for (const flag of flags) expect(help, `${page}: ${line}`).toContain(flag);
  }
});

test('the README names every exit code, and has at most 150 lines', () => {
  const readme = texts[0]?.text ?? '';
  expect(readme.split('\n').length).toBeLessThanOrEqual(151);
  const table = readme.slice(readme.indexOf('## Exit codes'));
  const named = [...table.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes = '']) => codes.split(',').map(Number));
  expect(named).toEqual(Object.values(EXIT));
});
