import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../scenarios/faults/registry.js';
import { createWorkspace, expectExit, type Workspace } from '../helpers/workspace.js';
import { BLOWS, MOMENTS, type Moment, type Outcome, strike, strikeEngine } from './cell.js';
import { SAMPLES, type Sample } from './kinds.js';

// Every kind of fault, cut short at every moment in every way: afterwards all is as it was. CRASH_KINDS, a list with commas, chooses kinds.

const chosen = (process.env.CRASH_KINDS ?? '').split(',').filter((kind) => kind !== '');
const samples = SAMPLES.filter(({ kind }) => chosen.length === 0 || chosen.includes(kind));
const results: { readonly kind: string; readonly moment: string; readonly blow: string; readonly outcome: Outcome }[] = [];

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace(`supops-crash-${process.pid}`);
  expectExit(await workspace.supops('up'), 0);
});
afterAll(async () => {
  print();
  await workspace.remove();
});

test('has a sample of every kind', () => {
  expect(SAMPLES.map(({ kind }) => kind).sort()).toEqual(FAULT_KINDS.map(({ kind }) => kind).sort());
});

describe.each(samples.map((sample) => [sample.kind, sample] as const))('%s', (kind, sample) => {
  describe.each(Object.keys(MOMENTS) as Moment[])('%s', (moment) => {
    test.each(BLOWS)('%s', async (blow) => {
      const outcome = await strike(workspace, [sample], moment, blow);
      results.push({ kind, moment, blow, outcome });
      // What one cell left must not spoil the next.
      if (outcome.left.length > 0) await workspace.supops('up');
      expect(outcome.left).toEqual([]);
      if (blow !== 'all at once') expect(outcome.undoneMs).toBeLessThanOrEqual(5_000);
    });
  });
});

const restartEngine = process.env.CRASH_RESTART_ENGINE;

test.skipIf(restartEngine === undefined)(
  'a restart of the engine while a fault is in place (skipped without CRASH_RESTART_ENGINE, the command that restarts it)',
  async () => {
    const sample = SAMPLES.find(({ kind }) => kind === 'network.refuse') as Sample;
    const outcome = await strikeEngine(workspace, sample, restartEngine as string);
    expect(outcome.left).toEqual([]);
  },
);

function print(): void {
  const cells = [...new Set(results.map(({ kind }) => kind))].map((kind) => {
    const own = results.filter((result) => result.kind === kind);
    const slowest = Math.max(
      ...own.flatMap(({ outcome, blow }) => (blow === 'all at once' ? [] : [outcome.undoneMs ?? Number.NaN])),
    );
    return {
      kind,
      cells: own.length,
      leaks: own.filter(({ outcome }) => outcome.left.length > 0).length,
      'slowest undo, ms': slowest,
    };
  });
  console.table(cells);
}
