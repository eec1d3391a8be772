import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackSelector } from '../../stack/model/labels.js';
import { createWorkspace, expectExit, resultOf, type Workspace } from '../helpers/workspace.js';

// What expectations can say, on the real pipeline.

let workspace: Workspace;
const scenarioFile = (name: string) => fileURLToPath(new URL(`../fixtures/scenarios/${name}.yaml`, import.meta.url));
const incident = async (name: string, exitCode: number) =>
  resultOf(expectExit(await workspace.supops('incident', scenarioFile(name), '--output', 'json'), exitCode));

beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-expectations');
  expectExit(await workspace.supops('up'), 0);
});
afterAll(() => workspace.remove());

test.each([
  ['silent-alertmanager', 'the silence of the Watchdog is noticed when Alertmanager is down'],
  ['silent-prometheus', 'and when Prometheus is down, which is held against no other verdict'],
  ['innocent', 'an incident in which nothing may fire passes when nothing did'],
  ['well-said', 'annotations, runbook, order, and an alert that must not fire'],
])('%s: %s', async (name) => {
  expect(await incident(name, 0)).toMatchObject({ outcome: 'passed', findings: [] });
  expect((await workspace.engine.observe(stackSelector(workspace.stack))).helpers).toEqual([]);
});

test('what is wrong is found, each with a finding of its own', async () => {
  const { outcome, findings } = await incident('mistaken', 1);
  expect(outcome).toBe('failed');
  expect(findings.map(({ id, alert }) => `${alert}: ${id}`).sort()).toEqual([
    'ContainerGone: forbidden-alert',
    'DatabaseDown: annotation-mismatch',
    'DatabaseDown: order-wrong',
    'Watchdog: not-silent',
  ]);
});
