import { describe, expect, it } from 'vitest';
import { EXIT, SupopsError } from '../../../core/errors.js';
import type { ExecResult, Instance } from '../../../stack/engine/engine.js';
import { LABEL } from '../../../stack/model/labels.js';
import { fakeClock } from '../../../stack/testing/fake-clock.js';
import { type FakeEngineParts, fakeEngine, fakeInstance } from '../../../stack/testing/fake-engine.js';
import type { RemediationStep } from '../../model/remediation.js';
import type { RunEvent } from '../../record/events.js';
import { KILL_DB, scenario } from '../../testing/journals.js';
import type { RunContext } from '../context.js';
import type { Injector } from '../inject.js';
import { checkRemediation, instancesOf } from './instances.js';
import { longestRepairMs, repair } from './repair.js';

const ADMIN = { [LABEL.admin]: '["node","flags"]' };
const API: readonly Instance[] = ['api-2', 'api-1'].map((instance) =>
  fakeInstance({ id: `id-${instance}`, service: 'api', instance, labels: ADMIN }),
);
const HINTS = { restore: 'supops up', status: 'supops status' };
const restart: RemediationStep = { kind: 'restart', target: { service: 'api', instances: 'all' } };
const clear: RemediationStep = { kind: 'admin', target: { service: 'api', instances: 1 }, command: ['clear'] };

/** Takes the steps on a fake engine. */
async function take(remediate: readonly RemediationStep[], parts: FakeEngineParts = {}) {
  const { engine, calls } = fakeEngine({
    observe: async () => ({ instances: API, helpers: [], volumes: [], networks: [] }),
    exec: async (id, command) => {
      calls.push(`exec ${command.join(' ')} in ${id}`);
      return { exitCode: 0, stdout: 'cleared\n', stderr: '' };
    },
    ...parts,
  });
  const events: RunEvent[] = [];
  const context = {
    scenario: scenario({ remediate }),
    supervised: { engine, scope: { engineId: 'e', selector: {} }, name: 'shop', hints: HINTS },
    clock: fakeClock(),
    journal: { append: async (event: RunEvent) => void events.push(event) },
    signal: new AbortController().signal,
    story: () => ({ faults: [{ spec: KILL_DB, status: 'active' }] }),
    recorder: { latest: () => ({ monitoring: { sources: { prometheus: 'ok' } }, alerts: new Map() }) },
  } as unknown as RunContext;
  const undo = async (what: string) => {
    calls.push(`undo ${what}`);
    return true;
  };
  const injector = { undo: ({ id }: { id: string }) => undo(id), undoAll: () => undo('all') } as unknown as Injector;
  const clean = await repair(context, injector);
  const steps = events.flatMap((event) =>
    event.type === 'remediation' ? [`${event.step}: ${event.result}, ${event.effect}`] : [],
  );
  return { clean, calls, steps };
}

describe('a repair', () => {
  it('takes its steps in order, and ends with the undo of all that is owed', async () => {
    expect(await take([{ kind: 'undo', fault: 'kill-db' }, clear, restart])).toEqual({
      clean: true,
      calls: [
        'undo kill-db',
        'exec node flags clear in id-api-1',
        'stop id-api-1 within 10000',
        'start id-api-1',
        'stop id-api-2 within 10000',
        'start id-api-2',
        'undo all',
      ],
      steps: ['run `clear` on 1 instance of api: done, api-1: cleared', 'restart api: done, api-1, api-2 running'],
    });
  });

  it('without steps is the undo of all faults', async () => {
    expect((await take([])).calls).toEqual(['undo all']);
  });

  it('goes no further than the first step that fails, and undoes all faults', async () => {
    const exec = async (): Promise<ExecResult> => ({ exitCode: 2, stdout: '', stderr: 'unknown flag\n' });
    expect(await take([clear, restart], { exec })).toEqual({
      clean: true,
      calls: ['undo all'],
      steps: ['run `clear` on 1 instance of api: failed, api-1: exit code 2: unknown flag'],
    });
  });

  it('fails at an instance that does not run again', async () => {
    const inspect = async (id: string) => fakeInstance({ id, state: 'exited' });
    const { steps } = await take([restart], { inspect });
    expect(steps).toEqual(['restart api: failed, api-1 does not run again']);
  });

  it('waits for a condition, and says what it found', async () => {
    const wait: RemediationStep = { kind: 'wait', condition: { kind: 'resolved', alert: 'DatabaseDown' }, withinMs: 5_000 };
    const { steps } = await take([wait]);
    expect(steps).toEqual(['wait until DatabaseDown is resolved, at most 5.0 s: done, none']);
  });

  it('ends with the error of an engine that is gone', async () => {
    const gone = new SupopsError({ code: 'engine-unreachable', exitCode: EXIT.unavailable, message: 'gone' });
    await expect(take([restart], { observe: () => Promise.reject(gone) })).rejects.toThrow('gone');
  });
});

it('a step may be about some of the instances: a share, or those that are named', () => {
  const chosen = (instances: '50%' | '51%' | readonly string[]) =>
    instancesOf(API, { service: 'api', instances }, { name: 'shop', hints: HINTS }).map(({ instance }) => instance);
  expect([chosen('50%'), chosen('51%'), chosen(['api-2'])]).toEqual([['api-1'], ['api-1', 'api-2'], ['api-2']]);
});

describe('what is checked before anything is touched', () => {
  const supervised = { name: 'shop', hints: HINTS, targets: new Map([['api', API]]) };
  const admin = (labels: Instance['labels']) => ({
    ...supervised,
    targets: new Map([['api', [fakeInstance({ service: 'api', instance: 'api-1', labels })]]]),
  });

  it('is that the instances exist', () => {
    expect(() => checkRemediation(supervised, [restart, clear])).not.toThrow();
    const three: RemediationStep = { kind: 'restart', target: { service: 'api', instances: 3 } };
    expect(() => checkRemediation(supervised, [three])).toThrow('the repair needs 3 instances of api; shop has 2');
    const named: RemediationStep = { kind: 'restart', target: { service: 'api', instances: ['api-2', 'api-7'] } };
    expect(() => checkRemediation(supervised, [named])).toThrow('the repair needs api-7 of api; shop has 2');
    const none: RemediationStep = { kind: 'restart', target: { service: 'cache', instances: 'all' } };
    expect(() => checkRemediation(supervised, [none])).toThrow('the repair needs an instance of cache; shop has 0');
  });

  it('is that they declare a command for administration', () => {
    expect(() => checkRemediation(admin(ADMIN), [clear])).not.toThrow();
    for (const labels of [{}, ...['flags', '[]', '"flags"', '[1]'].map((text) => ({ [LABEL.admin]: text }))])
      expect(() => checkRemediation(admin(labels), [clear])).toThrow(
        'api-1 declares no command for administration that can be read',
      );
  });
});

it('the longest repair is the sum of its steps', () => {
  const wait: RemediationStep = { kind: 'wait', condition: { kind: 'quiet' }, withinMs: 5_000 };
  expect(longestRepairMs([restart, clear, wait, { kind: 'undo' }], () => 2)).toBe(60_000 + 60_000 + 5_000);
});
