import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../scenarios/faults/registry.js';
import { type Blow, type Moment, strike } from '../crash-matrix/cell.js';
import { SAMPLES, type Sample } from '../crash-matrix/kinds.js';
import { createWorkspace, expectExit, type Workspace } from '../helpers/workspace.js';

// A part of the crash matrix that stands for the whole (`npm run crash-matrix`): every kind once, several of them in place at once, and one at every moment.

const TOGETHER = [
  ['kill', 'stop', 'crash-loop', 'squeeze', 'stress'],
  ['pause', 'crash', 'app', 'http.error'],
  ['database.read-only', 'disk', 'network.partition', 'load'],
  ['database.locks', 'network.reset', 'http.delay'],
  ['database.index', 'network.bandwidth', 'network.dns'],
  ['database.connections', 'network.refuse'],
  ['database.slow', 'network.delay'],
  ['network.loss'],
] as const;

const sampleOf = (kind: string): Sample => {
  const sample = SAMPLES.find((one) => one.kind === kind);
  if (sample === undefined) throw new Error(`the crash matrix has no sample of ${kind}`);
  return sample;
};

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-crash');
  expectExit(await workspace.supops('up'), 0);
});
afterAll(() => workspace.remove());

test('every kind is there', () => {
  expect(TOGETHER.flat().sort()).toEqual(FAULT_KINDS.map(({ kind }) => kind).sort());
});

test.each(TOGETHER.map((kinds) => [kinds.join(', '), kinds] as const))(
  '%s: kill -9 while all are in place leaves nothing',
  async (_, [first, ...more]) => {
    const outcome = await strike(workspace, [sampleOf(first), ...more.map(sampleOf)], 'after', 'kill -9');
    expect(outcome.left).toEqual([]);
    expect(outcome.undoneMs).toBeLessThanOrEqual(5_000);
  },
);

test.each<[Moment, Blow]>([
  ['before', 'kill -9'],
  ['during', 'kill -9'],
  ['undo', 'kill -9'],
  ['after', 'helper'],
  ['after', 'restart'],
  ['after', 'SIGTERM'],
  ['after', 'Ctrl-C twice'],
  ['after', 'all at once'],
])('network.refuse, %s the injection, %s: leaves nothing', async (moment, blow) => {
  const outcome = await strike(workspace, [sampleOf('network.refuse')], moment, blow);
  expect(outcome.left).toEqual([]);
  if (blow !== 'all at once') expect(outcome.undoneMs).toBeLessThanOrEqual(5_000);
});
