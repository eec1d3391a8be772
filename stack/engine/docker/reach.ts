import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Instance } from '../instance.js';
import type { Reach } from '../reach.js';
import type { Client } from './client.js';

/** Published ports on the engine's machine. Nothing is opened, so there is nothing to close. */
export const reach = (client: Client): Reach => ({
  async reach(instance, port, protocol = 'http') {
    const url = new URL(`${protocol}://${hostOf(client)}:${publishedPort(instance, port)}`);
    return { url, close: async () => {} };
  },
});

function publishedPort({ name, published }: Instance, port: number): number {
  const host = published[port];
  if (host !== undefined) return host;
  throw new SupopsError({
    code: 'unreachable',
    exitCode: EXIT.unavailable,
    message: `port ${port} of ${name} is not published (published: ${Object.keys(published).join(', ') || 'none'})`,
    hint: 'run `supops up`, which publishes the ports that are needed',
  });
}

function hostOf({ options }: Client): string {
  const host = options.host ?? '127.0.0.1';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
