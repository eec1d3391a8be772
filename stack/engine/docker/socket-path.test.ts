import { expect, test } from 'vitest';
import { socketPathOf } from './socket-path.js';

const linux = { clientPlatform: 'linux', operatingSystem: 'Debian GNU/Linux 12 (bookworm)' } as const;

test.each([
  ['an engine on this machine', { ...linux, clientPath: '/run/user/1000/docker.sock' }, '/run/user/1000/docker.sock'],
  ['an engine over TCP', { ...linux, clientPath: undefined }, '/var/run/docker.sock'],
  [
    'Docker Desktop on Linux',
    { ...linux, clientPath: '/home/a/.docker/desktop/docker.sock', operatingSystem: 'Docker Desktop' },
    '/var/run/docker.sock',
  ],
  ['Colima', { ...linux, clientPath: '/home/a/.colima/default/docker.sock' }, '/var/run/docker.sock'],
  ['a Mac', { ...linux, clientPlatform: 'darwin' as const, clientPath: '/Users/a/x.sock' }, '/var/run/docker.sock'],
])('the socket of %s is where the engine has it', (_, place, expected) => {
  expect(socketPathOf(place)).toBe(expected);
});
