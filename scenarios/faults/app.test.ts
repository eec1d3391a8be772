import { describe, expect, test } from 'vitest';
import { LABEL } from '../../stack/model/labels.js';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { faultContext } from '../testing/fault-context.js';
import { app } from './app.js';
import type { Victim } from './fault.js';

const COMMAND = ['node', 'program.cjs', 'flags'];
const victim = (name: string): Victim => {
  const labels = { [LABEL.admin]: JSON.stringify(COMMAND) };
  const instance = fakeInstance({ id: `id-${name}`, service: 'api', instance: name, labels });
  return { instance, ref: { selector: {}, service: 'api', instance: name, id: instance.id, startedAt: 5_000 } };
};
const victims = [victim('api-1'), victim('api-2')];
const set = (since: number, effects: number) => ({ since, endsAt: since + 1_000, effects });

/** Instances that answer every order with the flags that they have, and what they were asked. */
function apisWith(flagsOf: (id: string) => unknown, exitCode = 0) {
  const asked: string[] = [];
  const { engine } = fakeEngine({
    exec: async (id, command) => {
      asked.push([id, ...command.slice(COMMAND.length)].join(' '));
      return { exitCode, stdout: exitCode === 0 ? `${JSON.stringify(flagsOf(id))}\n` : '', stderr: 'refused: why\n' };
    },
  });
  return { engine, asked };
}

const contextOf = (engine: ReturnType<typeof apisWith>['engine'], params: Readonly<Record<string, unknown>>) =>
  faultContext({ engine, victims, params, clock: fakeClock(9_000), ttlMs: 600_000 });

describe('a bad release', () => {
  test('is made by the instances’ own command, for as long as the run may take or as the scenario says', async () => {
    const { engine, asked } = apisWith(() => ({}));
    await app.inject(contextOf(engine, { errors: 0.4 }));
    await app.inject(
      faultContext({
        engine,
        victims: [victim('api-1')],
        params: { slow: { route: '/api/products/:id', delay: '2s' }, leak: 20, cpu: 0.9, badKey: 7, ttl: '30s' },
      }),
    );
    expect(asked).toEqual([
      'id-api-1 set {"errors":0.4,"ttlMs":600000}',
      'id-api-2 set {"errors":0.4,"ttlMs":600000}',
      'id-api-1 set {"leak":20,"cpu":0.9,"badKey":7,"slow":{"route":"/api/products/:id","delayMs":2000},"ttlMs":30000}',
    ]);
  });

  test('that an instance refuses is an error with its reason', async () => {
    const { engine } = apisWith(() => ({}), 1);
    await expect(app.inject(contextOf(engine, { errors: 1 }))).rejects.toThrow('api-1 did not set its flags: refused: why');
  });

  test('needs instances that have flags, which is seen before anything is touched', () => {
    const reason = 'it names no command that sets flags (label dev.supops.admin)';
    expect(app.refusal(fakeInstance({ labels: {} }), { errors: 1 })).toBe(reason);
    expect(app.refusal(fakeInstance({ labels: { [LABEL.admin]: '["mariadb","-e"]' } }), { errors: 1 })).toBe(reason);
    expect(app.refusal(victim('api-1').instance, { errors: 1 })).toBeUndefined();
  });

  test('is undone by clearing its own flags', () => {
    expect(victims.flatMap((one) => app.plan(one, { errors: 0.4, leak: 5 }))).toEqual(
      victims.map(({ ref }) => ({ kind: 'app-flags', target: ref, args: { flags: ['errors', 'leak'] } })),
    );
  });

  test('is named in words', () => {
    expect(app.words({ errors: 0.125, slow: { route: '/api/orders', delay: '2s' }, badKey: 7 })).toEqual({
      noun: 'bad release of {target}: errors for 12.5 % of the requests, 2s more for /api/orders and errors for product 7',
      plan: 'give {target} a bad release: errors for 12.5 % of the requests, 2s more for /api/orders and errors for product 7',
      done: 'gave {target} a bad release: errors for 12.5 % of the requests, 2s more for /api/orders and errors for product 7',
      effect:
        '{target} answered 12.5 % of the requests with 500, as a bad release would. {target} answered requests to /api/orders 2s later. {target} answered requests for product 7 with 500.',
      repair: 'roll {target} back: clear the flags errors, slow and badKey',
    });
  });

  test('explains that a leak ends its victim and that it starts again, at any time; other flags end nothing', () => {
    const explained = (params: Readonly<Record<string, unknown>>) =>
      (['ended', 'started', 'signalled', 'replaced'] as const).filter((kind) => app.explains({ kind }, params));
    expect([explained({ leak: 5, errors: 1 }), app.recurs({ leak: 5 })]).toEqual([['ended', 'started'], true]);
    expect([explained({ cpu: 0.5 }), app.recurs({ cpu: 0.5 })]).toEqual([[], false]);
  });

  test.each([
    [{}, 'name at least one of errors, slow, leak, cpu, badKey'],
    [{ ttl: '1m' }, 'name at least one of errors, slow, leak, cpu, badKey'],
    [{ errors: 1, ttl: '2h' }, 'expected a duration above 0, at most 1h'],
    [{ slow: { route: '/api/orders', delay: '0' } }, 'expected a duration above 0, at most 1m'],
  ])('with %j is none: %s', (params, reason) => {
    expect(() => app.words(params)).toThrow(reason);
  });
});

describe('the proof of a bad release', () => {
  const prove = (flagsOf: (id: string) => unknown, exitCode = 0) =>
    app.prove(contextOf(apisWith(flagsOf, exitCode).engine, { errors: 0.4, leak: 20 }));

  test('is what every victim has counted for every flag, since the first of them was set', async () => {
    const counted = (id: string) => ({
      errors: set(id === 'id-api-1' ? 9_100 : 9_050, 1),
      leak: set(9_110, 40),
      cpu: set(1, 0),
    });
    expect(await prove(counted)).toEqual({
      proven: true,
      evidence:
        'api-1 (id-api-1) counts errors: 1 request failed, leak: 40 MiB held; api-2 (id-api-2) counts errors: 1 request failed, leak: 40 MiB held',
      at: 9_050,
    });
  });

  test('is missing as long as one flag of one victim has done nothing', async () => {
    expect(await prove((id) => ({ errors: set(9_100, id === 'id-api-1' ? 3 : 0), leak: set(9_100, 4) }))).toEqual({
      proven: false,
      evidence:
        'no effect on every victim within 10.0 s; api-1 (id-api-1) counts errors: 3 requests failed, leak: 4 MiB held; api-2 (id-api-2) counts errors: 0 requests failed, leak: 4 MiB held',
    });
  });

  test('is missing if a flag is not set, or the victim does not answer', async () => {
    expect(await prove(() => ({ leak: set(9_100, 4) }))).toEqual({
      proven: false,
      evidence: 'no effect on every victim within 10.0 s; api-1 (id-api-1): not set: errors; api-2 (id-api-2): not set: errors',
    });
    expect((await prove(() => ({}), 1)).evidence).toContain('api-1 did not get its flags: refused: why');
    expect((await prove(() => 'nonsense')).evidence).toContain('api-1 does not say which flags are set');
  });
});
