import type { Service } from '../model/stack.js';
import { ETC, type Owner, type Settled } from '../settle/settled.js';
import { binary, listensAt, makeService, publishedPort, textFiles } from './parts.js';

const NGINX: Owner = { uid: 101, gid: 101 };
const MEMCACHED: Owner = { uid: 11211, gid: 11211 };

/** The page and the reverse proxy. Ready when an answer comes that took the whole way to the database. */
export const front = (settled: Settled): Service =>
  makeService(settled, {
    name: 'front',
    component: 'nginx',
    command: [binary(settled, 'nginx', 'nginx'), '-e', 'stderr', '-c', `${ETC}/nginx.conf`, '-g', 'daemon off;'],
    owner: NGINX,
    memoryMebibytes: 64,
    ports: [publishedPort(settled, 'front')],
    readiness: { kind: 'http', port: 'http', path: '/api/products', deadlineMs: 60_000 },
    stopSignal: 'SIGQUIT',
    files: textFiles(settled.front, NGINX),
  });

const CACHE_PORT = 11_211;

/** The cache, in memory only. */
export const cache = (settled: Settled): Service =>
  makeService(settled, {
    name: 'cache',
    component: 'memcached',
    command: [binary(settled, 'memcached', 'memcached'), '-m', '32', '-c', '256', '-t', '2', '-p', String(CACHE_PORT)],
    owner: MEMCACHED,
    memoryMebibytes: 64,
    ports: [{ name: 'memcached', container: CACHE_PORT }],
    readiness: listensAt(CACHE_PORT, 20_000),
    files: [],
  });
