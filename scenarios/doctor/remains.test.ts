import { expect, test } from 'vitest';
import { judgeRemains, leftoversOf, type Remains } from './remains.js';

const nothing: Remains = { notes: [], helpers: [], empty: [], elsewhere: [] };
const guardian = (owner?: 'alive' | 'dead' | 'unknown') => ({
  id: 'g',
  name: 'shop-guardian',
  service: 'guardian',
  state: 'running' as const,
  stack: 'shop',
  run: 'run-1',
  ...(owner && { owner }),
});
const note = { stack: 'shop', path: '/s/active-run.json', run: 'run-1' };
const empty = { stack: 'old', volumes: 1, networks: 2 };

test('nothing is left where nothing is', () => {
  expect(judgeRemains(nothing)).toEqual({ status: 'ok', detail: 'none' });
});

test('what a living run uses is not left over', () => {
  const inUse: Remains = { ...nothing, notes: [note], helpers: [guardian('alive')], empty: [{ ...empty, stack: 'shop' }] };
  expect(leftoversOf(inUse)).toEqual({ notes: [], helpers: [], empty: [] });
  expect(judgeRemains(inUse)).toEqual({ status: 'ok', detail: 'none; in progress: run-1' });
  expect(judgeRemains({ ...nothing, notes: [{ ...note, owner: 'alive' }] })).toEqual({ status: 'ok', detail: 'none' });
});

test('notes, helpers and empty stacks of nobody are left behind', () => {
  expect(judgeRemains({ ...nothing, notes: [note], helpers: [guardian('dead')], empty: [empty] })).toEqual({
    status: 'problem',
    leftBehind: true,
    detail:
      'run run-1 on stack shop did not end by itself, and its faults may be in place; shop-guardian (its process has ended); stack old has no instances, but 1 volume and 2 networks',
    hint: 'run `supops doctor --fix`, which undoes and removes it',
  });
  expect(judgeRemains({ ...nothing, helpers: [guardian()] }).detail).toBe('shop-guardian (nobody’s)');
  expect(judgeRemains({ ...nothing, notes: [{ stack: 'shop', path: '/s/n' }] }).detail).toBe('/s/n cannot be read');
});

test('what another machine may own, and notes about other engines, are only told', () => {
  const foreign = { ...nothing, notes: [note], helpers: [guardian('unknown')] };
  expect(leftoversOf(foreign)).toEqual({ notes: [], helpers: [], empty: [] });
  expect(judgeRemains(foreign)).toMatchObject({ status: 'warning', detail: expect.stringMatching(/: shop-guardian$/) });
  expect(judgeRemains({ ...nothing, elsewhere: ['/s/other/n'] })).toMatchObject({
    status: 'warning',
    detail: 'a run on another engine did not end by itself: /s/other/n',
  });
});
