import type { Engine } from '../engine.js';
import { type Client, connectClient, type DockerOptions } from './client.js';
import { events } from './events.js';
import { exec } from './exec.js';
import { files } from './files.js';
import { helpers } from './helpers.js';
import { identity } from './identity.js';
import { images } from './images.js';
import { lifecycle } from './lifecycle.js';
import { listing } from './listing.js';
import { logs } from './logs.js';
import { provisioning } from './provisioning.js';
import { usage } from './usage.js';

export type { DockerOptions, DockerTls } from './client.js';

/** A Docker engine, or one that speaks its API. Rejects with `engine-unreachable` or `engine-unsupported`. */
export async function dockerEngine(options: DockerOptions): Promise<Engine> {
  return composeEngine(await connectClient(options));
}

const composeEngine = (client: Client): Engine => ({
  ...identity(client),
  ...listing(client),
  ...lifecycle(client),
  ...provisioning(client),
  ...files(client),
  ...exec(client),
  ...logs(client),
  ...events(client),
  ...usage(client),
  ...images(client),
  ...helpers(client),
  close: client.close,
});
