import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FINDING_IDS } from '../scenarios/model/verdict.js';
import { ROOT } from './structure/scratch.js';

const NOT_OURS = new Set(['.git', '.supops', 'coverage', 'dist', 'node_modules']);

/** Folders and files below a folder, relative to the root, that git may know. */
function below(folder: string): { readonly folders: readonly string[]; readonly files: readonly string[] } {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter(({ name }) => !NOT_OURS.has(name));
  const paths = (kind: (entry: (typeof entries)[number]) => boolean) =>
    entries.filter(kind).map(({ name }) => join(folder, name));
  const own = paths((entry) => entry.isDirectory());
  const inner = own.map(below);
  return {
    folders: [...own, ...inner.flatMap(({ folders }) => folders)],
    files: [...paths((entry) => entry.isFile()), ...inner.flatMap(({ files }) => files)],
  };
}

const { folders, files } = below('.');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const pages = files.filter((file) => file.endsWith('.md'));

const withoutFences = (text: string) => text.replace(/^( *)(`{3,}).*\n[\s\S]*?^\1\2$/gm, '');
const withoutCode = (text: string) => withoutFences(text).replace(/(`+)[^`].*?\1/g, '');

/** Anchors of headings, as GitHub makes them. */
const anchorsOf = (page: string): readonly string[] =>
  [...withoutFences(read(page)).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What stands in backticks in a page, outside of blocks of code. */
const codeIn = (page: string): readonly string[] =>
  [...withoutFences(read(page)).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

describe('the links of every page', () => {
  it.each(pages)('lead from %s to what exists', (page) => {
    const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

it('the concepts name every finding', () => {
  const named = new Set(codeIn('docs/concepts.md'));
  expect(FINDING_IDS.filter((id) => !named.has(id))).toEqual([]);
});

describe('what developers read', () => {
  const developers = ['CONTRIBUTING.md', ...pages.filter((page) => page.startsWith('docs/development/'))];

  it.each(developers)('names in %s only files and folders that exist', (page) => {
    const paths = codeIn(page).filter((code) => /^[\w.-]+\/[\w./-]*$/.test(code));
    expect(paths.filter((path) => path !== 'dist/' && !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it.each(developers)('names in %s only scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  it('tells of every room, and of every folder in it', () => {
    const rooms = folders.filter((folder) => /^(?:core|stack|scenarios|reports|cli)\/[^/]+(?:\/[^/]+)?$/.test(folder));
    const named = new Set(codeIn('docs/development/rooms.md'));
    expect(rooms.filter((folder) => !named.has(folder))).toEqual([]);
  });
});

describe('the page of an incident', () => {
  const scenarios = readdirSync(join(ROOT, 'scenarios/catalogue')).map((file) => file.replace(/\.yaml$/, ''));
  const parsed = (name: string) =>
    parse(read(`scenarios/catalogue/${name}.yaml`)) as { readonly expect: readonly { readonly alert: string }[] };
  const sectionOf = (page: string, title: RegExp) =>
    read(page)
      .split(/^## /m)
      .find((section) => title.test(section)) ?? '';
  const firstCells = (section: string) =>
    [...section.matchAll(/^\| (?!-|alert|finding)(.+?) \|/gm)].map(([, cell = '']) => cell);

  it('is there for each of the catalogue, and for nothing else', () => {
    const about = pages.filter((page) => page.startsWith('docs/incidents/') && !page.endsWith('README.md'));
    expect(about.map((page) => page.slice('docs/incidents/'.length, -'.md'.length)).sort()).toEqual(scenarios.sort());
  });

  it.each(scenarios)('of %s names what the scenario expects, and findings that exist', (name) => {
    const page = `docs/incidents/${name}.md`;
    const alerts = parsed(name).expect.map(({ alert }) => alert);
    expect(anchorsOf(page)).toEqual([
      name,
      'what-breaks',
      'what-should-fire',
      'how-to-read-the-report',
      alerts.length > 0 ? 'if-it-did-not-fire' : 'if-it-fired',
    ]);
    expect(read(page)).toContain(`supops incident ${name}\n`);
    expect(firstCells(sectionOf(page, /^What should fire/))).toEqual(
      alerts.map((alert) => `[${alert}](../runbooks/${alert}.md)`),
    );
    const findings = firstCells(sectionOf(page, /^If it/)).map((cell) => cell.replaceAll('`', ''));
    expect(findings.filter((id) => !(FINDING_IDS as readonly string[]).includes(id))).toEqual([]);
    expect(findings).not.toEqual([]);
  });

  it.each(scenarios)('of %s is in the list of incidents, and in the runbooks of its alerts', (name) => {
    expect(read('docs/incidents/README.md')).toContain(`| [\`${name}\`](${name}.md) | `);
    for (const { alert, ...more } of parsed(name).expect)
      if (!('inhibitedBy' in more)) expect(read(`docs/runbooks/${alert}.md`), alert).toContain(`../incidents/${name}.md`);
  });
});
