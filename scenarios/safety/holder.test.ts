import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../stack/engine/engine.js';
import { LABEL } from '../../stack/model/labels.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { findHolder, holderText, refuseNeighbours, runActive } from './holder.js';

/** The guardian of a run of db-down on a stack. */
const guardian = (stack: string, more: Partial<Instance> = {}, exclusive = false) =>
  fakeInstance({
    service: 'guardian',
    startedAt: Date.UTC(2026, 10, 22, 22, 30, 15, 200),
    labels: {
      [LABEL.stack]: stack,
      [LABEL.run]: '20261122-223014-db-down-a1b2',
      [LABEL.scenario]: 'db-down',
      [LABEL.owner]: 'build-7/4711',
      ...(exclusive && { [LABEL.exclusive]: 'true' }),
    },
    ...more,
  });

const engineWith = (...helpers: readonly Instance[]) =>
  fakeEngine({ observe: async () => ({ instances: [], helpers, volumes: [], networks: [] }) }).engine;

describe('the owner of a held stack', () => {
  it('is named with run, scenario, process, host and time', async () => {
    expect(runActive(await findHolder(engineWith(guardian('shop')), 'shop'))).toMatchObject({
      code: 'run-active',
      exitCode: 4,
      message:
        'the stack shop is held by run 20261122-223014-db-down-a1b2 of the scenario db-down, process 4711 on build-7, since 2026-11-22 22:30:15 UTC',
    });
  });

  it('is named as far as it is known', async () => {
    expect(holderText({ owner: 'build-7/4711' })).toBe('another run, process 4711 on build-7');
    expect(holderText({ run: 'r1' })).toBe('run r1');
    expect(await findHolder(engineWith(), 'shop')).toEqual({ stack: 'shop' });
  });
});

describe('two runs on one engine', () => {
  const refused = (exclusive: boolean, ...others: readonly Instance[]) =>
    refuseNeighbours(engineWith(...others), { stack: 'shop', exclusive }).then(
      () => undefined,
      (error) => (error as Error).message,
    );
  const OTHER =
    'run 20261122-223014-db-down-a1b2 of the scenario db-down, process 4711 on build-7, since 2026-11-22 22:30:15 UTC, on the stack two,';

  it('pass next to each other, unless one of them needs the engine for itself', async () => {
    expect(await refused(false, guardian('two'))).toBeUndefined();
    expect(await refused(true, guardian('two'))).toBe(`this scenario needs the engine for itself, and ${OTHER} uses it`);
    expect(await refused(false, guardian('two', {}, true))).toBe(`${OTHER} needs the engine for itself`);
  });

  it('do not include its own guardian, one that has ended, or one that was never started by a process that is gone', async () => {
    const gone = { ...guardian('two').labels, [LABEL.owner]: `${hostname()}/99999999` };
    expect(await refused(true, guardian('shop', {}, true))).toBeUndefined();
    expect(await refused(true, guardian('two', { state: 'exited' }))).toBeUndefined();
    expect(await refused(true, guardian('two', { state: 'created', labels: gone }))).toBeUndefined();
    expect(await refused(true, guardian('two', { state: 'created' }))).toContain('uses it');
  });
});
