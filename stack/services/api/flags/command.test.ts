import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeServer, listen } from '../../runtime/http-server.js';
import { makeAdmin } from './admin.js';
import { runFlagsCommand } from './command.js';
import { FLAG_NAMES } from './request.js';
import { openFlags } from './store.js';

const flags = openFlags({ activities: {}, onEffects: () => {}, onChange: () => {}, now: () => 5_000 });
let server: Awaited<ReturnType<typeof listen>>;
let port: number;

beforeEach(async () => {
  server = await listen(makeAdmin('secret', flags), 0, '127.0.0.1');
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  flags.clear(FLAG_NAMES);
  await closeServer(server);
});

const command = async (...args: readonly string[]): Promise<unknown> =>
  JSON.parse(await runFlagsCommand({ port, token: 'secret' }, args));

test('the command sets, gets and clears flags, and prints those that are set', async () => {
  const errors = { value: 0.4, since: 5_000, endsAt: 6_000, effects: 0 };
  const badKey = { value: 7, since: 5_000, endsAt: 125_000, effects: 0 };
  expect(await command('get')).toEqual({});
  expect(await command('set', '{"errors":0.4,"ttlMs":1000}')).toEqual({ errors });
  expect(await command('set', '{"badKey":7}')).toEqual({ errors, badKey });
  expect(await command('get')).toEqual({ errors, badKey });
  expect(await command('clear', 'errors', 'leak')).toEqual({ badKey });
  expect(await command('clear')).toEqual({});
});

test.each([
  [['set', '{"errors":4}'], 'refused: {"error":"errors must be a share above 0, at most 1"}'],
  [['set', '{'], 'refused: {"error":"bad request"}'],
  [['set'], 'refused: {"error":"name at least one of errors, slow, leak, cpu, badKey"}'],
  [['clear', 'error'], 'refused: {"error":"unknown: error"}'],
  [['drop'], "expected get, set '<json>' or clear [<flag> …]"],
  [[], "expected get, set '<json>' or clear [<flag> …]"],
])('%j fails: %s', async (args, reason) => {
  await expect(command(...args)).rejects.toThrow(reason);
  expect(flags.flags()).toEqual({});
});

test('nobody sets a flag without the token', async () => {
  await expect(runFlagsCommand({ port, token: 'guess' }, ['set', '{"errors":1}'])).rejects.toThrow(
    'refused: {"error":"unauthorized"}',
  );
  expect(flags.flags()).toEqual({});
});
