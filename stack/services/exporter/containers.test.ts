import { describe, expect, it } from 'vitest';
import type { EngineEvent, Instance } from '../../engine/engine.js';
import { makeContainers } from './containers.js';

const instance = (id: string): Instance => ({
  id,
  name: id,
  service: id,
  instance: id,
  image: 'i',
  labels: {},
  state: 'running',
  startedAt: 1,
  exitCode: 0,
  restartCount: 0,
  restartPolicy: { name: 'always' },
  outOfMemory: false,
  ports: [],
  network: 'own',
  published: {},
});
const event = (kind: EngineEvent['kind'], word: string, instanceId = 'db'): EngineEvent => ({
  time: 0,
  kind,
  word,
  instanceId,
  service: instanceId,
  instance: instanceId,
});
const states = (containers: ReturnType<typeof makeContainers>) => containers.all().map(({ id, state }) => `${id} ${state}`);

describe('containers', () => {
  it('are gone with the event of their death, before anybody has looked', () => {
    const containers = makeContainers();
    containers.observed([instance('db'), instance('api')], 0);
    containers.happened(event('ended', 'die'));
    expect(states(containers)).toEqual(['db exited', 'api running']);
  });

  it('are not brought back by an observation that began before their death', () => {
    const containers = makeContainers();
    const before = containers.changes();
    containers.happened(event('ended', 'die'));
    containers.observed([instance('db'), instance('api')], before);
    expect(states(containers)).toEqual(['db exited', 'api running']);
    containers.observed([instance('db')], containers.changes());
    expect(states(containers)).toEqual(['db running']);
  });

  it('keep their out-of-memory events over restarts', () => {
    const containers = makeContainers();
    containers.happened(event('changed', 'oom'));
    containers.happened(event('ended', 'die'));
    containers.happened(event('changed', 'oom'));
    expect([containers.oomEvents('db'), containers.oomEvents('api')]).toEqual([2, 0]);
  });
});
