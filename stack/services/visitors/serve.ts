import type { Load } from '../contracts.js';
import { closeServer, listen } from '../runtime/http-server.js';
import type { Log } from '../runtime/log.js';
import type { Stop } from '../runtime/program.js';
import { makeAdmin } from './app.js';
import type { VisitorsConfig } from './config.js';
import { makeTally } from './tally.js';
import { startTraffic } from './traffic.js';
import { visit } from './visit.js';

/** Starts the visitors: a gentle base load that ends by itself unless it is renewed. */
export async function serveVisitors(config: VisitorsConfig, log: Log): Promise<Stop> {
  const tally = makeTally(Date.now);
  let load: Load = { rate: config.rate, paths: config.paths, endsAt: Date.now() + config.lifetimeMs };
  const onLoad = (changed: Load) => {
    if (changed.rate !== load.rate) log('info', 'load changed', { rate: changed.rate });
    load = changed;
  };
  const admin = makeAdmin({ token: config.token, tally, initial: load, lifetimeMs: config.lifetimeMs, onLoad });
  const server = await listen(admin, config.port);
  const endTraffic = startTraffic({ target: config.target, load: () => load, visit: (urls) => visit(urls, tally.add) });
  log('info', 'ready', { port: config.port, rate: config.rate });
  return async () => {
    endTraffic();
    await closeServer(server);
  };
}
