import { expect, test } from 'vitest';
import { SupopsError } from '../../../core/errors.js';
import { ask, askUnless, reasonOf, shortId, translate } from './errors.js';

const answer = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) some reason - ${message} `), { statusCode, json: { message } });

test.each([
  [404, 'No such container: x', 'not-found'],
  [404, 'No such image: nginx:1', 'image-not-found'],
  [409, 'Container abc is not running', 'not-running'],
  [409, 'Container abc is paused, unpause the container before exec', 'not-running'],
  [409, 'Conflict. The container name "/supops-db" is already in use by container "abc".', 'conflict'],
  [403, 'error while removing network: network supops id abc has active endpoints', 'conflict'],
  [500, 'driver failed: Bind for 127.0.0.1:8080 failed: port is already allocated', 'port-taken'],
  [500, 'listen tcp4 127.0.0.1:8080: bind: address already in use', 'port-taken'],
  [400, 'invalid reference format', 'engine-rejected'],
  [500, 'something broke', 'engine-failed'],
])('HTTP %i "%s" is %s', (status, message, code) => {
  const cause = answer(status, message);
  const error = translate('start x', cause) as SupopsError;
  expect([error.code, error.exitCode, error.message, error.cause]).toEqual([code, 4, `cannot start x: ${message}`, cause]);
});

test('a connection that fails is engine-unreachable', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED /var/run/docker.sock'), { code: 'ECONNREFUSED' });
  expect(translate('list', refused)).toMatchObject({ code: 'engine-unreachable', exitCode: 4 });
  expect(translate('list', new Error('socket hang up'))).toMatchObject({ code: 'engine-unreachable' });
});

test('errors of ours and aborts pass unchanged', () => {
  const ours = new SupopsError({ code: 'unreachable', exitCode: 4, message: 'port 1 of x is not published' });
  const abort = new DOMException('stopped', 'AbortError');
  expect(translate('anything', ours)).toBe(ours);
  expect(translate('anything', abort)).toBe(abort);
});

test('the reason is what the engine said, without the frame that the library puts around it', () => {
  expect(reasonOf(answer(500, 'disk full'))).toBe('disk full');
  expect(reasonOf(new Error('(HTTP code 500) server error - disk full '))).toBe('disk full');
  expect(reasonOf('plain')).toBe('plain');
  expect(reasonOf(Object.assign(new AggregateError([]), { code: 'ETIMEDOUT' }))).toBe('ETIMEDOUT');
});

test('an answer that counts as success is undefined, any other is an error', async () => {
  expect(await askUnless([304], 'start x', Promise.reject(answer(304, '')))).toBeUndefined();
  await expect(askUnless([304], 'start x', Promise.reject(answer(404, 'gone')))).rejects.toMatchObject({ code: 'not-found' });
});

test('ids are shown short, names whole', () => {
  expect(shortId('0123456789abcdef'.repeat(4))).toBe('0123456789ab');
  expect(shortId('supops-db')).toBe('supops-db');
});

test('an engine that hangs is engine-unreachable, with a hint', async () => {
  await expect(ask('start x', new Promise(() => {}), 5)).rejects.toMatchObject({
    code: 'engine-unreachable',
    exitCode: 4,
    message: 'cannot start x: the engine has not answered for 0.005 s',
    hint: 'see whether the engine still runs: docker info',
  });
});
