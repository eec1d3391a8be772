import { describe, expect, test } from 'vitest';
import { contextId, contextName, findCandidates, toPlace } from './candidates.js';

const at = (env: Record<string, string>) => ({ env, home: '/home/a', platform: 'linux' as const, uid: 1000 });

describe('which engine is meant', () => {
  const config = JSON.stringify({ currentContext: 'remote' });

  test('the current context is that of `docker context use`', () => {
    expect(contextName(at({}), config)).toBe('remote');
  });

  test('DOCKER_CONTEXT beats it, and DOCKER_HOST beats every context', () => {
    expect(contextName(at({ DOCKER_CONTEXT: 'other' }), config)).toBe('other');
    expect(contextName(at({ DOCKER_CONTEXT: 'other', DOCKER_HOST: 'unix:///x' }), config)).toBeUndefined();
  });

  test.each([undefined, '', '{', '{}', '{"currentContext":"default"}', '{"currentContext":5}', '[]'])(
    'there is none in %s',
    (text) => {
      expect(contextName(at({}), text)).toBeUndefined();
    },
  );

  test('DOCKER_CONTEXT=default means none', () => {
    expect(contextName(at({ DOCKER_CONTEXT: 'default' }), config)).toBeUndefined();
  });

  test('a context is kept under the hash of its name', () => {
    expect(contextId('desktop-linux')).toBe('fe9c6bd7a66301f49ca9b6a70b217107cd1284598bfc254700c989b916da791e');
  });
});

describe('candidates', () => {
  const usual = [
    '/var/run/docker.sock',
    '/run/user/1000/docker.sock',
    '/home/a/.docker/run/docker.sock',
    '/home/a/.docker/desktop/docker.sock',
    '/home/a/.colima/default/docker.sock',
    '/home/a/.orbstack/run/docker.sock',
    '/run/user/1000/podman/podman.sock',
    '/run/podman/podman.sock',
  ].map((path) => ({ rule: 'usual socket', address: `unix://${path}`, place: { kind: 'socket', path } }));

  test('if the user names none they are the usual sockets, in order', () => {
    expect(findCandidates(at({}), undefined)).toEqual({ usual });
  });

  test('DOCKER_HOST is named by the user, with TLS material when TLS is asked for', () => {
    const env = { DOCKER_HOST: 'tcp://10.0.0.5:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    expect(findCandidates(at(env), undefined).named).toEqual({
      rule: 'DOCKER_HOST',
      address: 'tcp://10.0.0.5:2376',
      place: { kind: 'tcp', host: '10.0.0.5', port: 2376, tls: { directory: '/certs', verify: true } },
    });
  });

  test('a context is named by the user, with its own TLS material', () => {
    const meta = JSON.stringify({ Name: 'r', Endpoints: { docker: { Host: 'tcp://r.example', SkipTLSVerify: true } } });
    expect(findCandidates(at({}), { name: 'r', meta, tlsDirectory: '/tls' }).named).toEqual({
      rule: 'context "r"',
      address: 'tcp://r.example',
      place: { kind: 'tcp', host: 'r.example', port: 2376, tls: { directory: '/tls', verify: false } },
    });
  });

  test.each([undefined, '{', '{"Endpoints":{}}'])('a context whose file is %s cannot be used, and says so', (meta) => {
    expect(findCandidates(at({}), { name: 'r', ...(meta === undefined ? {} : { meta }) }).named).toEqual({
      rule: 'context "r"',
      address: '',
      place: { kind: 'unusable', reason: 'no such context, or its file is damaged' },
    });
  });
});

test.each([
  ['unix:///run/x.sock', { kind: 'socket', path: '/run/x.sock' }],
  ['unix://', { kind: 'socket', path: '/var/run/docker.sock' }],
  ['tcp://host', { kind: 'tcp', host: 'host', port: 2375 }],
  ['host:1234', { kind: 'tcp', host: 'host', port: 1234 }],
  ['tcp://[::1]:80', { kind: 'tcp', host: '::1', port: 80 }],
  ['https://host:443', { kind: 'tcp', host: 'host', port: 443, tls: { verify: true } }],
  ['tcp://', { kind: 'unusable', reason: 'is not an address such as tcp://host:2376' }],
  ['ssh://me@host', { kind: 'unusable', reason: 'ssh is not supported: ports that the engine publishes could not be reached' }],
  ['npipe:////./pipe/x', { kind: 'unusable', reason: 'npipe:// is not supported, only unix:// and tcp://' }],
])('the address %s is understood', (address, place) => {
  expect(toPlace(address, undefined)).toEqual(place);
});
