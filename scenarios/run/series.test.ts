import { expect, test } from 'vitest';
import type { Clients } from '../observe/clients.js';
import { absentSeriesOf } from './series.js';

const clients = (query: Clients['prometheus']['query']) => ({ prometheus: { query } }) as unknown as Clients;
const ruleOf = (expr: string) => ({ rule: { expr } }) as Parameters<typeof absentSeriesOf>[0][number];

test('a series without a sample is absent, one that something makes up for is not', async () => {
  const counts: Readonly<Record<string, number>> = { 'count(up)': 1 };
  const absent = absentSeriesOf([ruleOf('mysql_up == 0'), ruleOf('up == 0 or other == 0'), {}]);
  expect(
    await absent(clients(async (text) => (counts[text] === undefined ? [] : [{ labels: {}, time: 0, value: 1 }]))),
  ).toEqual(['mysql_up']);
});

test('a query error is not an empty answer: nothing is called absent', async () => {
  const failing = clients(async () => Promise.reject(new Error('query timed out')));
  await expect(absentSeriesOf([ruleOf('mysql_up == 0')])(failing)).rejects.toThrow('query timed out');
});
