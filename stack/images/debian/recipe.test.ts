import { describe, expect, it } from 'vitest';
import { CATALOGUE, COMPONENTS } from '../catalogue.js';
import { bootstrapArguments, imageNameOf, type Recipe, recipeFor } from './recipe.js';

const RECIPE: Recipe = { suite: 'trixie', architecture: 'amd64', packages: ['dash', 'nginx'], script: 'true' };
const MIRROR = 'http://mirror.example.org/debian';

describe('recipeFor', () => {
  it('has the packages of every component', () => {
    const packages = recipeFor('x86_64')?.packages;
    for (const name of COMPONENTS) expect(packages).toEqual(expect.arrayContaining([...CATALOGUE[name].debian.packages]));
  });

  it("translates the engine's words for architectures", () => {
    expect(['x86_64', 'amd64', 'aarch64', 'arm64', 'mips'].map((each) => recipeFor(each)?.architecture)).toEqual([
      'amd64',
      'amd64',
      'arm64',
      'arm64',
      undefined,
    ]);
  });
});

describe('imageNameOf', () => {
  it('changes with everything in the recipe, and with nothing else', () => {
    const others: readonly Partial<Recipe>[] = [
      {},
      { suite: 'forky' },
      { architecture: 'arm64' },
      { packages: ['dash'] },
      { script: 'false' },
    ];
    const names = others.map((other) => imageNameOf({ ...RECIPE, ...other }));
    expect(new Set(names).size).toBe(others.length);
    expect(names[0]).toMatch(/^supops\/debian:[0-9a-f]{12}$/);
    expect(imageNameOf({ ...RECIPE })).toBe(names[0]);
  });
});

describe('bootstrapArguments', () => {
  it('extracts the packages of a mirror whose keys are named', () => {
    expect(bootstrapArguments(RECIPE, { mirror: MIRROR, keyring: '/keys.gpg' }).join('\n')).toBe(`--variant=extract
--architectures=amd64
--format=tar
--skip=output/dev
--verbose
--aptopt=APT::Install-Recommends "false"
--aptopt=Acquire::Languages "none"
--aptopt=Acquire::http::Timeout "20"
--aptopt=Acquire::https::Timeout "20"
--aptopt=Acquire::Retries "2"
--extract-hook=true
--include=dash,nginx
trixie
-
deb [signed-by=/keys.gpg] ${MIRROR} trixie main`);
  });

  it('leaves the mirror to mmdebstrap when the host names none', () => {
    const args = bootstrapArguments(RECIPE, { keyring: '/keys.gpg' });
    expect([args[0], ...args.slice(-2)]).toEqual(['--keyring=/keys.gpg', 'trixie', '-']);
  });

  it("relies on apt's own keys when there is no file", () => {
    expect(bootstrapArguments(RECIPE, { mirror: MIRROR }).at(-1)).toBe(`deb ${MIRROR} trixie main`);
  });
});
