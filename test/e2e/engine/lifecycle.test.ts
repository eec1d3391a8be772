import { describe, expect, test } from 'vitest';
import type { Labels } from '../../../core/labels.js';
import { type InstanceSpec, need } from '../../../stack/engine/engine.js';
import { LABEL } from '../../../stack/model/labels.js';
import { parseRestartPolicy } from '../../../stack/model/restart-policy.js';
import { eventually } from '../../helpers/engine.js';
import {
  asHelper,
  ETC,
  engine,
  image,
  LABELS,
  local,
  OURS,
  run,
  STACK,
  shell,
  untilExited,
  untilLogged,
  useTestEngine,
} from '../../helpers/engine-under-test.js';

useTestEngine();

describe('identity', () => {
  test('the engine says who it is', async () => {
    const info = await engine.info();
    expect(info).toMatchObject({ kind: 'docker', apiVersion: expect.stringMatching(/^1\.\d+$/) });
    expect(info.id).not.toBe('');
    expect(info.endpoint).toMatch(/^(unix|tcp):\/\/.+ \(.+\)$/);
    expect([info.cpus > 0, info.memoryBytes > 0]).toEqual([true, true]);
  });

  test('its clock is read to a few milliseconds', async () => {
    const { offsetMs, uncertaintyMs } = await engine.readClock();
    expect(uncertaintyMs).toBeLessThan(100);
    if (local) expect(Math.abs(offsetMs)).toBeLessThanOrEqual(uncertaintyMs);
  });
});

describe('networks and volumes', () => {
  test('creating twice and removing twice succeed, and what exists is listed with its labels', async () => {
    for (let i = 0; i < 2; i++) await Promise.all([engine.createNetwork(STACK, LABELS), engine.createVolume(ETC, LABELS)]);
    const { networks, volumes } = await engine.observe(OURS);
    expect([networks, volumes].map((found) => found.map(({ name, labels }) => [name, labels[LABEL.stack]]))).toEqual([
      [[STACK, STACK]],
      [[ETC, STACK]],
    ]);
    expect(await engine.stacks()).toContain(STACK);
    for (let i = 0; i < 2; i++) await Promise.all([engine.removeNetwork(STACK), engine.removeVolume(ETC)]);
    expect(await engine.observe(OURS)).toMatchObject({ networks: [], volumes: [] });
  });

  test('what was made several times at once is removed together', async () => {
    await Promise.all(Array.from({ length: 5 }, () => engine.createNetwork(STACK, LABELS)));
    await engine.removeNetwork(STACK);
    expect(await engine.observe(OURS)).toMatchObject({ networks: [] });
  });

  test('a name that belongs to somebody else is a conflict', async () => {
    await Promise.all([engine.createNetwork(STACK, LABELS), engine.createVolume(ETC, LABELS)]);
    const foreign = { [LABEL.stack]: `${STACK}-other` };
    await expect(engine.createNetwork(STACK, foreign)).rejects.toMatchObject({ code: 'conflict', exitCode: 4 });
    await expect(engine.createVolume(ETC, foreign)).rejects.toMatchObject({ code: 'conflict', exitCode: 4 });
  });

  test('a volume in use is a conflict', async () => {
    await engine.createVolume(ETC, LABELS);
    await engine.create(shell('true', { volumes: [{ name: ETC, path: '/etc/supops' }] }));
    await expect(engine.removeVolume(ETC)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('lifecycle', () => {
  test('starting what runs, stopping what is stopped and removing what is gone succeed', async () => {
    const id = await engine.create(shell('trap "exit 5" TERM; echo set; while :; do sleep 0.05; done'));
    expect(await engine.inspect(id)).toMatchObject({ state: 'created', startedAt: 0, service: 'x', name: `${STACK}-x`, image });
    await engine.start(id);
    await engine.start(id);
    const running = await engine.inspect(id);
    expect(running).toMatchObject({ id, state: 'running' });
    expect(running.startedAt).toBeGreaterThan(0);
    await untilLogged(id, 'set');
    await engine.stop(id, 5_000);
    await engine.stop(id, 5_000);
    expect(await engine.inspect(id)).toMatchObject({ state: 'exited', exitCode: 5 });
    await Promise.all([engine.remove(id), engine.remove(id), engine.remove(id)]);
    await engine.remove(id);
    await expect(engine.inspect(id)).rejects.toMatchObject({ code: 'not-found', exitCode: 4 });
  });

  test('a program that ignores the stop signal is ended after the grace period', async () => {
    const id = await run(shell('trap "" TERM; echo set; while :; do sleep 0.05; done'));
    await untilLogged(id, 'set');
    await engine.stop(id, 1_000);
    expect(await engine.inspect(id)).toMatchObject({ state: 'exited', exitCode: 137 });
  });

  test('the stop signal is the one of the specification', async () => {
    const id = await run(shell('trap "exit 3" QUIT; echo set; while :; do sleep 0.05; done', { stopSignal: 'SIGQUIT' }));
    await untilLogged(id, 'set');
    await engine.stop(id, 5_000);
    expect(await engine.inspect(id)).toMatchObject({ exitCode: 3 });
  });

  test('a killed instance stays down even though its policy is always', async () => {
    const id = await run(shell('sleep 60', { restart: { name: 'always' } }));
    await need(engine, 'kill').kill(id);
    expect(await engine.inspect(id)).toMatchObject({
      state: 'exited',
      exitCode: 137,
      restartPolicy: { name: 'always' },
      restartCount: 0,
    });
    await expect(need(engine, 'kill').kill(id)).rejects.toMatchObject({ code: 'not-running' });
  });

  test('a paused program is frozen and continues; pausing what is paused and unpausing what runs succeed', async () => {
    const { pause, unpause } = need(engine, 'pause');
    const id = await run(shell('trap "exit 5" TERM; while :; do sleep 0.05; done'));
    await pause(id);
    await pause(id);
    expect(await engine.inspect(id)).toMatchObject({ state: 'paused' });
    await unpause(id);
    await unpause(id);
    expect(await engine.inspect(id)).toMatchObject({ state: 'running', restartCount: 0 });
    await need(engine, 'kill').kill(id);
    await expect(pause(id)).rejects.toMatchObject({ code: 'not-running', exitCode: 4 });
    await unpause(id);
    await expect(pause('nosuch')).rejects.toMatchObject({ code: 'not-found', exitCode: 4 });
  });

  test('the restart policy is changed and read back, and restarts are counted', async () => {
    const id = await engine.create(shell('exit 1', { restart: { name: 'on-failure', retries: 4 } }));
    expect((await engine.inspect(id)).restartPolicy).toEqual({ name: 'on-failure', retries: 4 });
    await engine.start(id);
    await eventually(async () => expect((await engine.inspect(id)).restartCount).toBeGreaterThan(1));
    await need(engine, 'restartPolicy').set(id, { name: 'no' });
    const { restartCount } = await untilExited(id);
    expect(await engine.inspect(id)).toMatchObject({ restartPolicy: { name: 'no' }, restartCount });
    for (const text of ['always', 'unless-stopped', 'on-failure', 'on-failure:3', 'no']) {
      const policy = parseRestartPolicy(text) ?? expect.fail();
      await need(engine, 'restartPolicy').set(id, policy);
      expect((await engine.inspect(id)).restartPolicy).toEqual(policy);
    }
  });

  test('a name that is taken is a conflict, and a missing image is distinguished from other absences', async () => {
    await engine.create(shell('true'));
    await expect(engine.create(shell('true'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(engine.create({ ...shell('true', {}, 'y'), image: 'supops-test/nosuch:1' })).rejects.toMatchObject({
      code: 'image-not-found',
    });
    await expect(engine.start('nosuch')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('instances and helpers are listed separately, sorted by name', async () => {
    for (const service of ['b', 'a']) await engine.create(shell('true', {}, service));
    await engine.create(asHelper(shell('true', {}, 'guardian')));
    const { instances, helpers } = await engine.observe(OURS);
    expect(instances.map(({ service }) => service)).toEqual(['a', 'b']);
    expect(helpers.map(({ service }) => service)).toEqual(['guardian']);
  });

  test('replicas are instances of one service, each reached by its own name and all by that of the service', async () => {
    await engine.createNetwork(STACK, LABELS);
    const replica = (name: string): InstanceSpec => {
      const spec = shell('sleep 60', { network: { name: STACK, aliases: [name, 'api'] }, hostname: name }, name);
      return { ...spec, labels: { ...spec.labels, [LABEL.service]: 'api', [LABEL.instance]: name } };
    };
    const [first] = await Promise.all(['api-1', 'api-2'].map((name) => run(replica(name))));
    const { instances } = await engine.observe(OURS);
    expect(instances.map(({ service, instance }) => [service, instance])).toEqual([
      ['api', 'api-1'],
      ['api', 'api-2'],
    ]);
    const look = `node -e "require('dns').resolve4(process.argv[1], (_, found) => console.log(found?.length))"`;
    const { stdout } = await engine.exec(first as string, ['/bin/sh', '-c', `hostname; ${look} api; ${look} api-2`]);
    expect(stdout).toBe('api-1\n2\n1\n');
  });

  test('a selector chooses what has all of its labels', async () => {
    const marked = (value: string, service: string) => {
      const spec = shell('true', {}, service);
      return engine.create({ ...spec, labels: { ...spec.labels, 'dev.supops.test': value } });
    };
    await marked('yes', 'a');
    await marked('no', 'b');
    await engine.createVolume(ETC, { ...LABELS, 'dev.supops.test': 'yes' });
    const names = async (labels: Labels) => {
      const { instances, volumes } = await engine.observe({ labels });
      return [instances.map(({ service }) => service), volumes.map(({ name }) => name)];
    };
    expect(await names(LABELS)).toEqual([['a', 'b'], [ETC]]);
    expect(await names({ ...LABELS, 'dev.supops.test': 'yes' })).toEqual([['a'], [ETC]]);
    expect(await names({ ...LABELS, 'dev.supops.test': 'other' })).toEqual([[], []]);
  });

  test('a limit on CPUs is told, and no health of a program without a check', async () => {
    const id = await run(shell('sleep 60', { resources: { memoryBytes: 64 * 1024 * 1024, pids: 32, cpus: 0.5 } }));
    expect(await engine.inspect(id)).toMatchObject({ cpus: 0.5 });
    expect(await engine.inspect(id)).not.toHaveProperty('health');
  });

  test('an unnamed volume is removed with its instance', async () => {
    const id = await run(shell('sleep 60', { volumes: [{ path: '/scratch' }] }));
    const { stdout } = await engine.exec(id, ['/bin/sh', '-c', 'grep " /scratch " /proc/self/mounts']);
    expect(stdout).toContain('/scratch');
    await engine.remove(id);
    expect((await engine.observe(OURS)).volumes).toEqual([]);
  });
});
