import { describe, expect, it } from 'vitest';
import { readSources } from './sources.js';

const sources = readSources();

// None above 400 is a rule of the linter.
describe('the files', () => {
  it('have a median of 40 to 80 lines', () => {
    const sizes = sources
      .filter(({ isTest }) => !isTest)
      .map(({ lines }) => lines)
      .toSorted((a, b) => a - b);
    const median = sizes[Math.floor(sizes.length / 2)];
    expect(median).toBeGreaterThanOrEqual(40);
    expect(median).toBeLessThanOrEqual(80);
  });

  it.each(['stack', 'scenarios'])('of %s lie in its rooms, but for six at most', (folder) => {
    const loose = sources.filter((source) => source.folder === folder).map(({ file }) => file);
    expect(loose.length, loose.join(', ')).toBeLessThanOrEqual(6);
  });

  // The linter overlooks `import('dockerode').Container` and `typeof import('dockerode')`.
  it('import nothing inside of a type, where no wall would see it', () => {
    const unseen = sources
      .filter(({ isTest, text }) => !isTest && /(?<!await )\bimport\(\s*['"`]/.test(text))
      .map(({ file }) => file);
    expect(unseen).toEqual([]);
  });
});
