import { expect, test } from 'vitest';
import type { EngineInfo } from '../engine/engine.js';
import { judgeCapabilities, judgeClock, judgeEngine, judgeMachine } from './engine.js';

const info: EngineInfo = {
  id: 'x',
  kind: 'docker',
  version: '27.1',
  apiVersion: '1.46',
  endpoint: 'unix:///var/run/docker.sock (usual socket)',
  operatingSystem: 'Debian GNU/Linux 12',
  architecture: 'x86_64',
  cpus: 2,
  memoryBytes: 4 * 1024 ** 3,
  machine: { kernel: '6.1', cgroupVersion: '2', cgroupDriver: 'systemd', storage: 'overlay2', rootless: false },
};

test('the engine and its machine are described in a line each', () => {
  expect(judgeEngine(info)).toEqual({
    status: 'ok',
    detail: 'docker 27.1, API 1.46, at unix:///var/run/docker.sock (usual socket), on Debian GNU/Linux 12',
  });
  expect(judgeMachine(info)).toEqual({
    status: 'ok',
    detail: 'x86_64, 2 CPUs, 4.0 GiB, kernel 6.1, cgroup v2 (systemd), storage overlay2',
  });
  const { machine: _, ...silent } = info;
  expect(judgeMachine(silent).detail).toBe('x86_64, 2 CPUs, 4.0 GiB');
});

test('a small machine and a rootless engine restrict what can be done', () => {
  expect(judgeMachine({ ...info, memoryBytes: 1024 ** 3 }).status).toBe('warning');
  expect(judgeMachine({ ...info, machine: { rootless: true } })).toMatchObject({
    status: 'warning',
    detail: 'x86_64, 2 CPUs, 4.0 GiB, rootless',
  });
});

test('an engine without images or helpers cannot be used, one without others in part', () => {
  const all = { kill: 1, pause: 1, restartPolicy: 1, limits: 1, usage: 1, images: 1, helpers: 1 };
  expect(judgeCapabilities(all)).toEqual({
    status: 'ok',
    detail: 'kill, pause, restartPolicy, limits, usage, images, helpers',
  });
  expect(judgeCapabilities({ ...all, pause: undefined })).toMatchObject({ status: 'warning', detail: 'it cannot: pause' });
  expect(judgeCapabilities({ ...all, helpers: undefined })).toMatchObject({ status: 'problem', detail: 'it cannot: helpers' });
});

test('a difference of clocks is said with its uncertainty, and warned of from a second on', () => {
  expect(judgeClock({ offsetMs: 1, uncertaintyMs: 2.5 })).toEqual({ status: 'ok', detail: 'as this machine, ± 2.5 ms' });
  expect(judgeClock({ offsetMs: -40, uncertaintyMs: 2.5 })).toEqual({
    status: 'ok',
    detail: '40 ms behind this machine, ± 2.5 ms',
  });
  expect(judgeClock({ offsetMs: 5_000, uncertaintyMs: 2.5 })).toMatchObject({
    status: 'warning',
    detail: '5000 ms ahead of this machine, ± 2.5 ms',
  });
});
