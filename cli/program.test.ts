import { describe, expect, test } from 'vitest';
import { supops } from './testing/supops.js';

describe('usage errors', () => {
  test.each([
    [['statsu'], 'error: unknown command \'statsu\', did you mean "status"? [usage]\nhint: run `supops --help`\n'],
    [
      ['up', '--sped', '3'],
      'error: unknown option \'--sped\', did you mean "--speed"? [usage]\nhint: run `supops up --help`\n',
    ],
    [['--stak', 'x', 'up'], 'error: unknown option \'--stak\', did you mean "--stack"? [usage]\nhint: run `supops --help`\n'],
    [['incident'], "error: missing required argument 'scenario' [usage]\nhint: run `supops incident --help`\n"],
    [
      ['incident', 'db-down', '--all'],
      'error: --all runs the whole catalogue: leave out the names [usage]\nhint: run `supops incident --help`\n',
    ],
    [
      ['down', 'now'],
      "error: too many arguments for 'down'. Expected 0 arguments but got 1. [usage]\nhint: run `supops down --help`\n",
    ],
    [
      ['completion', 'bsh'],
      'error: unknown shell \'bsh\', did you mean "bash"? [usage]\nhint: the shells are bash, zsh, fish\n',
    ],
  ])('%j exits with 2 and suggests the nearest name', async (args, stderr) => {
    expect(await supops(args)).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  test.each([
    [['up', '--speed', '0'], '1 (production) to 600'],
    [['up', '--speed', '601'], '1 (production) to 600'],
    [['up', '--speed', 'fast'], '1 (production) to 600'],
    [['up', '--images', 'quay'], 'Allowed choices are auto, registry, debian.'],
    [['up', '--dns', 'example.org'], 'an IP address'],
    [['up', '--registry', 'https://mirror'], 'without a scheme'],
    [['up', '--rules', 'no/such/dir'], '/nowhere/no/such/dir does not exist.'],
    [['up', '--alertmanager', 'no.yml'], '/nowhere/no.yml does not exist.'],
    [['up', '--stack', 'Über'], 'A stack name has 1 to 31 characters'],
    [['up', '--stack', '-x'], 'A stack name has 1 to 31 characters'],
    [['status', '--stack', 'a'.repeat(32)], 'A stack name has 1 to 31 characters'],
    [['logs', '--since', 'yesterday'], 'a duration such as 90s'],
    [['logs', '--tail', '-1'], 'a number of lines'],
    [['incident', 'db-down', '--repeat', '0'], 'a number from 1 to 1000'],
    [['incident', 'db-down', '--repeat', 'often'], 'a number from 1 to 1000'],
    [['status', '--output', 'yaml'], 'Allowed choices are text, json.'],
  ])('%j exits with 2 and says which values are allowed', async (args, words) => {
    const { exitCode, stdout, stderr } = await supops(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  test('a wrong SUPOPS_STACK is a usage error too', async () => {
    const { exitCode, stderr } = await supops(['status'], { env: { SUPOPS_STACK: 'a b' } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("SUPOPS_STACK 'a b' is invalid. A stack name has");
  });

  test('are one JSON document on stdout with --output json', async () => {
    const { exitCode, stdout, stderr } = await supops(['--output', 'json', 'statsu']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'usage',
        message: 'unknown command \'statsu\', did you mean "status"?',
        hint: 'run `supops --help`',
        details: [],
        exitCode: 2,
      },
    });
  });
});

describe('help', () => {
  test('names every command, shows examples and explains the exit codes', async () => {
    const { exitCode, stdout, stderr } = await supops(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const word of [
      'up',
      'status',
      'open',
      'down',
      'logs',
      'incident',
      'report',
      'lint',
      'completion',
      'Examples:',
      'Exit codes:',
      '143',
    ])
      expect(stdout).toContain(word);
  });

  test.each(['up', 'status', 'open', 'down', 'logs', 'incident', 'report', 'lint', 'doctor', 'completion'])(
    'of %s has examples',
    async (name) => {
      const { exitCode, stdout } = await supops([name, '--help']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Examples:');
    },
  );

  test('is printed if there is no command, on stderr and with exit 2', async () => {
    const { exitCode, stdout, stderr } = await supops([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: supops');
  });

  test('--version prints the version alone', async () => {
    expect(await supops(['--version'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
