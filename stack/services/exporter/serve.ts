import type { RequestListener } from 'node:http';
import type { Milliseconds } from '../../../core/time.js';
import { systemClock } from '../../../core/time.js';
import { dockerEngine } from '../../engine/docker/docker-engine.js';
import { closeServer, listen } from '../runtime/http-server.js';
import { limitedLog } from '../runtime/limited-log.js';
import type { Log } from '../runtime/log.js';
import type { Stop } from '../runtime/program.js';
import type { ExporterConfig } from './config.js';
import { containerFamilies, desiredFamily } from './container-families.js';
import { makeContainers } from './containers.js';
import { watchEventLoop } from './event-loop.js';
import { EXPOSITION_TYPE, expose } from './exposition.js';
import { hostCpuFamilies } from './host-cpu-families.js';
import { memcachedFamilies } from './memcached-families.js';
import { watchMemcached } from './memcached-watch.js';
import { pressureFamilies } from './pressure-families.js';
import { openUsageStreams } from './usage-streams.js';
import { watchContainers } from './watch.js';

const SOCKET = '/var/run/docker.sock';
/** Older than this an observation says nothing about now: the scrape fails, and the target is down. */
const STALE_MS: Milliseconds = 30_000;

/** Starts the exporter: every scrape is answered from memory. */
export async function serveExporter(config: ExporterConfig, log: Log): Promise<Stop> {
  const errors = limitedLog(log, 10_000);
  const engine = await dockerEngine({ socketPath: SOCKET, endpoint: `unix://${SOCKET}`, clock: systemClock });
  const containers = makeContainers();
  const streams = openUsageStreams(engine.usage, systemClock.monotonic);
  const memcached = watchMemcached(config.cache);
  const eventLoop = watchEventLoop();
  const ending = new AbortController();
  let observedAt = Number.NEGATIVE_INFINITY;
  const onChange = (cause: 'observed' | 'event') => {
    if (cause === 'observed') observedAt = systemClock.monotonic();
    streams.follow(containers.all());
  };
  await watchContainers({ engine, stack: config.stack, containers, onChange, log: errors, signal: ending.signal });

  const page = () => {
    const known = containers.all().map((instance) => ({
      instance,
      oomEvents: containers.oomEvents(instance.instance),
      usage: streams.latest(instance.id),
    }));
    return expose([
      desiredFamily(config.instances),
      ...containerFamilies(known),
      ...memcachedFamilies(memcached.latest()),
      ...eventLoop.families(),
      ...hostCpuFamilies(),
      ...pressureFamilies(),
    ]);
  };
  const isStale = () => systemClock.monotonic() - observedAt > STALE_MS;
  const server = await listen(answer(page, isStale), config.port);
  log('info', 'ready', { port: config.port, stack: config.stack, containers: containers.all().length });
  return async () => {
    ending.abort();
    streams.close();
    memcached.close();
    eventLoop.close();
    await closeServer(server);
    engine.close();
  };
}

const answer =
  (page: () => string, isStale: () => boolean): RequestListener =>
  (req, res) => {
    const plain = { 'content-type': 'text/plain; charset=utf-8' };
    if (req.url === '/healthz') res.writeHead(200, plain).end('ok\n');
    else if (req.url !== '/metrics') res.writeHead(404, plain).end('not found\n');
    else if (isStale()) res.writeHead(503, plain).end('the engine does not answer\n');
    else res.writeHead(200, { 'content-type': EXPOSITION_TYPE }).end(page());
  };
