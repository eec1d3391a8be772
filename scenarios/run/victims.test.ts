import { describe, expect, test } from 'vitest';
import type { Supervised } from '../../stack/supervised/supervised.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import type { FaultSpec, Target } from '../model/fault.js';
import { checkFaults, chooseVictims } from './victims.js';

const api = ['api-3', 'api-1', 'api-2'].map((instance) => fakeInstance({ id: instance, service: 'api', instance }));

const systemOf = (instances = api) =>
  ({
    name: 'shop',
    engine: fakeEngine({ capabilities: { helpers: { run: () => Promise.reject(new Error('no')) } } }).engine,
    targets: new Map([['api', instances]]),
    hints: { restore: 'supops up', status: 'supops status' },
  }) as unknown as Supervised;

const fault = (instances: Target['instances'], more: Partial<FaultSpec> = {}): FaultSpec => ({
  id: 'f',
  kind: 'kill',
  target: { service: 'api', instances },
  atMs: 0,
  params: {},
  ...more,
});

const chosen = (instances: Target['instances']) => chooseVictims(systemOf(), fault(instances)).map(({ id }) => id);

describe('the victims of a fault', () => {
  test('are all instances, the first ones by name, a share of them, or those that are named', () => {
    expect(chosen('all')).toEqual(['api-1', 'api-2', 'api-3']);
    expect(chosen(2)).toEqual(['api-1', 'api-2']);
    expect(chosen('50%')).toEqual(['api-1', 'api-2']);
    expect(chosen('1%')).toEqual(['api-1']);
    expect(chosen(['api-3'])).toEqual(['api-3']);
  });

  test('are refused if one does not exist, with the nearest name', () => {
    expect(() => chosen(['api2'])).toThrow('the victim api2 of api does not exist in shop, did you mean "api-2"?');
    expect(() => chooseVictims(systemOf([]), fault('all'))).toThrow('the victim api does not exist in shop');
  });

  test('are refused if one that is needed does not run', () => {
    const system = systemOf([fakeInstance({ service: 'api', instance: 'api-1', state: 'exited' }), ...api.slice(2)]);
    expect(() => chooseVictims(system, fault('all'))).toThrow('the victim api-1 is exited in shop');
    expect(() => chooseVictims(system, fault(['api-1']))).toThrow('the victim api-1 is exited in shop');
    expect(() => chooseVictims(system, fault(2))).toThrow('2 instances of api are wanted, and 1 are running in shop');
    expect(chooseVictims(system, fault(1)).map(({ instance }) => instance)).toEqual(['api-2']);
  });
});

describe('a fault is refused before anything is touched', () => {
  const load = (instances: Target['instances']) => fault(instances, { kind: 'load', params: { requests: 1, port: 80 } });

  test('if its rules would hit others: in the network of the machine, or of another container', () => {
    for (const [network, reason] of [
      ['host', 'it is in the network of the machine'],
      ['shared', 'it shares another container’s network'],
      ['none', 'it has no network'],
    ] as const)
      expect(() =>
        checkFaults(systemOf([fakeInstance({ service: 'api', instance: 'api-1', network })]), [load('all')]),
      ).toThrow(`load of 1 requests per second on api is impossible on api-1: ${reason}`);
    expect(() => checkFaults(systemOf(), [load('all')])).not.toThrow();
  });

  test('if the instance lacks what its kind needs', () => {
    const readOnly = fault('all', { kind: 'database.read-only' });
    expect(() => checkFaults(systemOf(), [readOnly])).toThrow(/impossible on api-1: it names no command for statements/);
  });

  test('if the engine lacks a capability', () => {
    const bare = { ...systemOf(), engine: { kind: 'docker' } } as unknown as Supervised;
    expect(() => checkFaults(bare, [fault('all')])).toThrow('the docker engine cannot kill instances');
    expect(() => checkFaults(bare, [load('all')])).toThrow('the docker engine cannot run helpers beside the stack');
  });
});
