import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackSelector } from '../../stack/model/labels.js';
import { createWorkspace, expectExit, resultOf, type Workspace } from '../helpers/workspace.js';

// Each kind of fault on the real engine, except `kill`, which the other suites use.

let workspace: Workspace;
const scenarioFile = (name: string) => fileURLToPath(new URL(`../fixtures/scenarios/${name}.yaml`, import.meta.url));

beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-kinds');
  expectExit(await workspace.supops('up'), 0);
});
afterAll(() => workspace.remove());

test.each([
  'paused-db',
  'stopped-db',
  'busy-database',
  'no-connections',
  'locked-tables',
  'peak',
  'bad-release',
  'crashed-cache',
  'short-of-everything',
  'network-partition',
  'network-refuse',
  'network-reset',
  'network-slow',
  'http-faults',
])('%s: fires, is notified, resolves, and leaves nothing behind', async (name) => {
  const run = await workspace.supops('incident', scenarioFile(name), '--output', 'json');
  expect(resultOf(expectExit(run, 0))).toMatchObject({ outcome: 'passed', findings: [] });
  expect((await workspace.engine.observe(stackSelector(workspace.stack))).helpers).toEqual([]);
  expect(await workspace.instance('db')).toMatchObject({ state: 'running', restartPolicy: { name: 'unless-stopped' } });
});
