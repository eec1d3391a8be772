import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

/** Listens on all addresses, or on one of them; rejects if the port is taken. */
export async function listen(handler: RequestListener, port: number, address?: string): Promise<Server> {
  const server = createServer(handler);
  server.listen(port, address);
  await once(server, 'listening');
  return server;
}

/** Stops accepting, lets running requests finish and closes idle connections at once. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}
