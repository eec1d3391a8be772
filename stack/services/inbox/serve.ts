import { closeServer, listen } from '../runtime/http-server.js';
import { limitedLog } from '../runtime/limited-log.js';
import type { Log } from '../runtime/log.js';
import type { Stop } from '../runtime/program.js';
import { makeApp } from './app.js';
import type { InboxConfig } from './config.js';
import { makeEventStream } from './event-stream.js';
import { listenSmtp } from './smtp.js';
import { makeStore } from './store.js';

/** Starts the inbox: e-mail, Slack and webhooks in; JSON, events and a page out. */
export async function serveInbox(config: InboxConfig, log: Log): Promise<Stop> {
  const store = makeStore();
  const events = makeEventStream(store);
  const smtp = await listenSmtp(store, config.smtpPort, limitedLog(log, 10_000));
  const server = await listen(makeApp(store, events), config.httpPort);
  log('info', 'ready', { smtpPort: config.smtpPort, httpPort: config.httpPort, inboxId: store.inboxId });
  return async () => {
    events.close();
    await Promise.all([smtp.close(), closeServer(server)]);
  };
}
