import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../core/time.js';
import { type EngineEvent, type LogLine, need, type UsageSample } from '../../../stack/engine/engine.js';
import { eventually, testSpec } from '../../helpers/engine.js';
import {
  engine,
  image,
  LABELS,
  linesOf,
  OURS,
  run,
  STACK,
  shell,
  untilExited,
  useTestEngine,
} from '../../helpers/engine-under-test.js';

useTestEngine();

describe('logs', () => {
  test('lines have their stream and their time on the clock of the engine, whatever their length', async () => {
    const id = await run(
      shell('echo one; sleep 0.05; echo two >&2; sleep 0.05; head -c 40000 /dev/zero | tr "\\0" x; echo; printf last'),
    );
    const { startedAt } = await untilExited(id);
    const lines = await linesOf(id);
    expect(lines.map(({ stream, text }) => [stream, text])).toEqual([
      ['stdout', 'one'],
      ['stderr', 'two'],
      ['stdout', 'x'.repeat(40_000)],
      ['stdout', 'last'],
    ]);
    const times = lines.map(({ time }) => time);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect((times[0] as number) - startedAt).toBeGreaterThan(-1_000);
    expect((times[1] as number) - (times[0] as number)).toBeGreaterThan(10);
  });

  test('the last lines, and those since a given time, can be selected', async () => {
    const id = await run(shell('for i in 1 2 3 4; do echo $i; sleep 0.02; done'));
    await untilExited(id);
    const all = await linesOf(id);
    expect((await linesOf(id, { tail: 2 })).map(({ text }) => text)).toEqual(['3', '4']);
    const third = all[2] as LogLine;
    expect((await linesOf(id, { since: third.time })).map(({ text }) => text)).toEqual(['3', '4']);
  });

  test('a followed log continues across a restart, loses and repeats nothing, and ends on abort', async () => {
    const id = await run(shell('trap "echo end; exit" TERM; echo begin; while :; do sleep 0.05; done'));
    const controller = new AbortController();
    const texts: string[] = [];
    const following = (async () => {
      for await (const { text } of engine.logs(id, { follow: true, signal: controller.signal })) texts.push(text);
    })();
    await eventually(() => expect(texts).toEqual(['begin']));
    await engine.stop(id, 5_000);
    await engine.start(id);
    await eventually(() => expect(texts).toEqual(['begin', 'end', 'begin']));
    controller.abort();
    await following;
  });

  test('a followed log ends when the instance is removed', async () => {
    const id = await run(shell('echo begin; sleep 60'));
    const [lines] = await Promise.all([linesOf(id, { follow: true }), engine.remove(id)]);
    expect(lines.length).toBeLessThanOrEqual(1);
  });

  test('the log of an instance that does not exist is an error', async () => {
    await expect(linesOf('nosuch')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('events', () => {
  test('what happens to the instances of the stack is reported with exact times, and nothing else', async () => {
    const controller = new AbortController();
    const seen: EngineEvent[] = [];
    const events = await engine.events(OURS, { signal: controller.signal });
    const listening = (async () => {
      for await (const event of events) seen.push(event);
    })();
    const other = await run(testSpec(`${STACK}-other`, 'x', image, ['/bin/true']));
    const id = await run(shell('sleep 60'));
    const beforeKill = Date.now();
    await need(engine, 'kill').kill(id);
    const afterKill = Date.now();
    await engine.start(id);
    await need(engine, 'restartPolicy').set(id, { name: 'always' });
    await engine.remove(id);
    await engine.remove(other);
    await eventually(() => expect(seen.at(-1)?.kind).toBe('removed'));
    controller.abort();
    await listening;
    expect(
      seen.map(({ kind, word, exitCode }) => [kind, word, ...(exitCode === undefined ? [] : [exitCode])].join(' ')),
    ).toEqual([
      'created create',
      'started start',
      'signalled kill',
      'ended die 137',
      'started start',
      'changed update',
      'signalled kill',
      'ended die 137',
      'removed destroy',
    ]);
    expect(new Set(seen.map(({ instanceId, service, instance }) => `${instanceId} ${service} ${instance}`))).toEqual(
      new Set([`${id} x x`]),
    );
    const times = seen.map(({ time }) => time);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    const { offsetMs, uncertaintyMs } = await engine.readClock();
    const kill = (times[2] as number) - offsetMs;
    expect(kill).toBeGreaterThan(beforeKill - uncertaintyMs - 1);
    expect(kill).toBeLessThan(afterKill + uncertaintyMs + 1);
  });

  test('events are chosen by all labels, and pausing is told in the words of the platform', async () => {
    const controller = new AbortController();
    const selector = { labels: { ...LABELS, 'dev.supops.test': 'yes' } };
    const events = await engine.events(selector, { signal: controller.signal });
    const seen: string[] = [];
    const listening = (async () => {
      for await (const { kind, word, instance } of events) seen.push(`${instance} ${kind} ${word}`);
    })();
    await run(shell('sleep 60', {}, 'other'));
    const spec = shell('sleep 60');
    const id = await run({ ...spec, labels: { ...spec.labels, ...selector.labels } });
    await need(engine, 'pause').pause(id);
    await need(engine, 'pause').unpause(id);
    await eventually(() => expect(seen.at(-1)).toContain('unpause'));
    controller.abort();
    await listening;
    expect(seen).toEqual(['x created create', 'x started start', 'x changed pause', 'x changed unpause']);
  });

  test('events since a time in the past are reported too', async () => {
    const { offsetMs } = await engine.readClock();
    const since = systemClock.now() + offsetMs;
    const id = await run(shell('sleep 60'));
    const controller = new AbortController();
    for await (const event of await engine.events(OURS, { since, signal: controller.signal })) {
      expect(event).toMatchObject({ instanceId: id });
      if (event.kind === 'started') controller.abort();
    }
  });
});

describe('usage', () => {
  test('a sample arrives every second, even after a restart', async () => {
    const id = await run(shell('exec node -e "const b=Buffer.alloc(2e7,1); setInterval(()=>{for(let i=0;i<1e6;i++);},5)"'));
    const controller = new AbortController();
    const samples: UsageSample[] = [];
    const sampling = (async () => {
      for await (const sample of need(engine, 'usage').samples(id, controller.signal)) samples.push(sample);
    })();
    await eventually(() => expect(samples.length).toBeGreaterThan(1));
    const [first, second] = samples as [UsageSample, UsageSample];
    expect(second.time - first.time).toBeGreaterThan(500);
    expect(second.cpuSeconds).toBeGreaterThan(first.cpuSeconds);
    expect(second.memoryWorkingSetBytes).toBeGreaterThan(2e7);
    expect(second.memoryWorkingSetBytes).toBeLessThanOrEqual(second.memoryUsageBytes);
    expect(second.memoryLimitBytes).toBe(128 * 1024 * 1024);
    expect(second.pids).toBeGreaterThan(0);
    await need(engine, 'kill').kill(id);
    await engine.start(id);
    const { startedAt } = await engine.inspect(id);
    await eventually(() => expect(samples.at(-1)?.time).toBeGreaterThan(startedAt));
    controller.abort();
    await sampling;
  });

  test('the samples end with the instance', async () => {
    const id = await run(shell('sleep 60'));
    const sampling = (async () => {
      for await (const _ of need(engine, 'usage').samples(id, new AbortController().signal));
    })();
    await engine.remove(id);
    await sampling;
  });
});
