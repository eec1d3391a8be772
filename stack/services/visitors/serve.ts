import { closeServer, listen } from '../runtime/http-server.js';
import type { Log } from '../runtime/log.js';
import type { Stop } from '../runtime/program.js';
import { makeAdmin } from './app.js';
import type { VisitorsConfig } from './config.js';
import { currentLoad, type LoadState } from './load.js';
import { makeTally } from './tally.js';
import { startTraffic } from './traffic.js';
import { visit } from './visit.js';

/** Starts the visitors: a gentle base load that ends by itself unless it is renewed. */
export async function serveVisitors(config: VisitorsConfig, log: Log): Promise<Stop> {
  const tally = makeTally(Date.now);
  let state: LoadState = { base: { rate: config.rate, paths: config.paths, endsAt: Date.now() + config.lifetimeMs } };
  const onState = (changed: LoadState) => {
    const [before, after] = [currentLoad(state, Date.now()), currentLoad(changed, Date.now())];
    if (before.rate !== after.rate || before.shape?.kind !== after.shape?.kind)
      log('info', 'load changed', { rate: after.rate, shape: after.shape });
    state = changed;
  };
  const admin = makeAdmin({ token: config.token, tally, lifetimeMs: config.lifetimeMs, state: () => state, onState });
  const server = await listen(admin, config.port);
  const endTraffic = startTraffic({
    target: config.target,
    load: () => currentLoad(state, Date.now()),
    visit: (url) => void visit(url).then(tally.add),
  });
  log('info', 'ready', { port: config.port, rate: config.rate });
  return async () => {
    endTraffic();
    await closeServer(server);
  };
}
