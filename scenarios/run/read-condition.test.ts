import { expect, test } from 'vitest';
import { scenario } from '../testing/journals.js';
import { type LookContext, readCondition } from './read-condition.js';

const ALERTS = [
  ['DatabaseDown', {}, 'pending'],
  ['SiteProbeFailing', {}, 'firing'],
  ['Watchdog', { severity: 'none' }, 'firing'],
  ['HostCpuHigh', { layer: 'host' }, 'firing'],
] as const;

/** A system whose Prometheus has these alerts; it notes what it is asked. */
function system(prometheus = 'ok', answer: () => Promise<unknown> = async () => [{ labels: {}, value: 3 }]) {
  const asked: string[] = [];
  const alerts = new Map(ALERTS.map(([alertname, labels, state]) => [alertname, { alertname, labels, state }]));
  const times = { scrapeMs: 15_000, scrapeTimeoutMs: 10_000, evaluationMs: 15_000 };
  const query = (text: string) => {
    asked.push(text);
    return answer();
  };
  const context = {
    scenario: scenario(),
    supervised: { published: new Map([['front', undefined]]), speed: 60, production: { times } },
    clients: { prometheus: { query } },
    recorder: { latest: () => ({ monitoring: { sources: { prometheus } }, alerts }) },
  } as unknown as LookContext;
  return { asked, read: (condition: Parameters<typeof readCondition>[1]) => readCondition(context, condition) };
}

test('the ranges of a query shrink with the stack', async () => {
  const { asked, read } = system();
  expect(await read({ kind: 'promql', query: 'rate(x[5m])', max: 5 })).toEqual({ state: 'holds', value: '3' });
  expect(asked).toEqual(['rate(x[5s])']);
});

test('a query that fails, and a source that is silent, are unknown', async () => {
  const failing = system('ok', () => Promise.reject(new Error('bad query')));
  expect(await failing.read({ kind: 'promql', query: 'x', min: 0 })).toEqual({ state: 'unknown', value: 'bad query' });
  const { read } = system('does not answer');
  expect(await read({ kind: 'quiet' })).toEqual({ state: 'unknown', value: 'does not answer' });
  expect(await read({ kind: 'resolved', alert: 'Other' })).toEqual({ state: 'unknown', value: 'does not answer' });
});

test('quiet is disturbed by what is neither allowed nor always on', async () => {
  const { read } = system();
  expect(await read({ kind: 'quiet' })).toEqual({ state: 'fails', value: 'DatabaseDown is pending' });
  expect(await read({ kind: 'resolved', alert: 'DatabaseDown' })).toMatchObject({ state: 'fails' });
  expect(await read({ kind: 'resolved', alert: 'CacheDown' })).toEqual({ state: 'holds', value: 'none' });
});

test('a service that does not run gives no answer', async () => {
  const front = { kind: 'http', service: 'front', path: '/', status: 200, withinMs: 1_000 } as const;
  expect(await system().read(front)).toEqual({ state: 'fails', value: 'no answer: front does not run' });
});
