import { expect, test, vi } from 'vitest';
import { supops } from '../testing/supops.js';

// Each loads everything that a run needs.
vi.setConfig({ testTimeout: 30_000 });

/** Where no engine is, so that the shipped configuration is used. */
const nowhere = { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } };

test('a scenario is explained without a stack, by what comes with supops', async () => {
  const { exitCode, stdout, stderr } = await supops(['incident', 'show', 'db-down'], nowhere);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^db-down: The database is gone \(with the shipped rules and routes\)\n/);
  expect(stdout).toContain('  0 s     kill db and hold it down\n');
});

test('the file is printed as it is with --source, and the explanation is data with --output json', async () => {
  expect((await supops(['incident', 'show', 'db-down', '--source'], nowhere)).stdout).toMatch(
    /^# .*\n[\s\S]*\nscenario: db-down\n/,
  );
  const { stdout } = await supops(['incident', 'show', 'db-down', '--output', 'json'], nowhere);
  expect(JSON.parse(stdout)).toMatchObject({
    scenario: 'db-down',
    speed: 60,
    durations: { drill: { total: { leastMs: expect.any(Number) } } },
  });
});

test('the catalogue is listed with faults, alerts and how long a run lasts at most', async () => {
  const { exitCode, stdout } = await supops(['incident', 'list'], nowhere);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^SCENARIO +TITLE +FAULTS +ALERTS +AT MOST\n/);
  expect(stdout).toMatch(/^db-down +The database is gone +kill-db +DatabaseDown, .* min/m);
  expect(stdout).not.toContain('does not fit');
});
