import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import type { UndoRecord } from '../model/fault.js';
import type { RunEvent } from '../record/events.js';
import { victim } from '../testing/journals.js';
import { readActiveRun } from './active-run.js';
import type { Guardian } from './guardian.js';
import { openLedger } from './ledger.js';
import { thisOwner } from './owner.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'supops-ledger-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const start = (service: string): UndoRecord => ({ kind: 'start', target: victim(service), args: {} });
const names = (records: readonly UndoRecord[] = []) => records.map(({ target }) => target.service);

function ledgerWith(broken: readonly string[] = [], { guarded = true } = {}) {
  const armed: (readonly string[])[] = [];
  const written: RunEvent[] = [];
  let released = 0;
  const stopped = new Set(['db', 'cache']);
  const { engine, calls } = fakeEngine({
    inspect: async (id: string) => {
      const service = id.replace('-id', '');
      return fakeInstance({ id, service, instance: service, state: stopped.has(service) ? 'exited' : 'running' });
    },
    start: async (id: string) => {
      calls.push(id);
      if (broken.includes(id)) throw new Error(`${id} does not start`);
      stopped.delete(id.replace('-id', ''));
    },
  });
  const guardian = {
    arm: async (records: readonly UndoRecord[]) => void armed.push(names(records)),
    release: async () => {},
    disarm: async () => void released++,
  } as unknown as Guardian;
  const path = join(dir, 'engine', 'shop', 'active-run.json');
  const ledger = openLedger({
    tools: { engine, clock: fakeClock(), programs: async () => '' },
    guardian: guarded ? guardian : undefined,
    note: { path, active: { run: 'run-1', stack: 'shop', journal: '/j' } },
    ttlMs: 1_000,
    append: async (event) => written.push(event),
  });
  return {
    ledger,
    armed,
    calls,
    written,
    released: () => released,
    noted: async () => (await readActiveRun(path))?.records,
    owner: async () => (await readActiveRun(path))?.owner,
  };
}

describe('a ledger', () => {
  test('holds what undoes all faults, the last one first, in the note and with the guardian', async () => {
    const { ledger, armed, noted } = ledgerWith();
    await ledger.add('kill-db', [start('db')]);
    await ledger.add('kill-cache', [start('cache')]);
    expect(armed).toEqual([['db'], ['cache', 'db']]);
    expect(names(await noted())).toEqual(['cache', 'db']);
    expect(ledger.owed()).toEqual(['kill-cache', 'kill-db']);
  });

  test('no longer owes what was undone, and informs the guardian', async () => {
    const { ledger, armed, noted, calls } = ledgerWith();
    await ledger.add('kill-db', [start('db')]);
    await ledger.add('kill-cache', [start('cache')]);
    expect(await ledger.undo('kill-cache')).toEqual({ done: true, changed: true, detail: 'cache running' });
    expect(calls).toEqual(['cache-id']);
    expect(armed.at(-1)).toEqual(['db']);
    expect(names(await noted())).toEqual(['db']);
  });

  test('says in the note who runs it only if there is no guardian to say so', async () => {
    for (const guarded of [true, false]) {
      const { ledger, owner } = ledgerWith([], { guarded });
      await ledger.add('kill-db', [start('db')]);
      expect(await owner()).toBe(guarded ? undefined : thisOwner());
    }
  });

  test('is released once, and only when nothing is owed', async () => {
    const { ledger, released, noted } = ledgerWith();
    await ledger.add('kill-db', [start('db')]);
    await ledger.release();
    expect(released()).toBe(0);
    await ledger.undo('kill-db');
    await ledger.release();
    await ledger.release();
    expect([released(), await noted()]).toEqual([1, undefined]);
  });

  test('still owes what could not be undone', async () => {
    const { ledger, released, noted } = ledgerWith(['db-id']);
    await ledger.add('kill-db', [start('db')]);
    expect(await ledger.undo('kill-db')).toEqual({ done: false, changed: false, detail: 'db-id does not start' });
    await ledger.release();
    expect([ledger.owed(), released(), names(await noted())]).toEqual([['kill-db'], 0, ['db']]);
  });
});
