import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { completionScript } from './completion.js';
import { createProgram } from './program.js';
import { fakeContext } from './testing/fake-context.js';

const script = (shell: 'bash' | 'zsh' | 'fish') =>
  completionScript(
    createProgram(fakeContext([]), () => {}),
    shell,
    ['db-down'],
  );

/** What bash offers while the last word of a line is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _supops; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', `${script('bash')}\n${line}`], { encoding: 'utf8' })
    .trim()
    .split('\n');
}

describe('completion of bash', () => {
  test.each([
    [['supops', 'st'], ['status']],
    [['supops', 'incident', 'd'], ['db-down']],
    [['supops', 'incident', 'show', ''], expect.arrayContaining(['db-down', '--output'])],
    [['supops', '--quiet', 'incident', 'l'], ['list']],
    [['supops', 'up', '--re'], ['--registry']],
    [['supops', 'completion', 'f'], ['fish']],
  ])('of %j offers %j', (words, candidates) => {
    expect(offered(...words)).toEqual(candidates);
  });
});

test('fish gets one line for each word of each command', () => {
  const lines = script('fish').trim().split('\n');
  expect(lines).toContain(
    "complete -c supops -n '__fish_use_subcommand' -a status -d 'show services, health, URLs and firing alerts'",
  );
  expect(lines).toContain("complete -c supops -n '__fish_seen_subcommand_from incident' -a db-down -d 'scenario'");
  expect(lines.slice(1).every((line) => /^complete -c supops -n '[^']+' (-a|-l) \S+ -d '.+'$/.test(line))).toBe(true);
});

test('zsh gets its candidates by command', () => {
  expect(script('zsh')).toMatch(/^#compdef supops\n/);
  expect(script('zsh')).toContain(`"completion") candidates=('bash' 'zsh' 'fish'`);
});
