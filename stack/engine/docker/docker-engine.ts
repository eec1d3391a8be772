import type { Capabilities, Core } from '../engine.js';
import { helpers } from './capabilities/helpers.js';
import { images } from './capabilities/images/images.js';
import { kill } from './capabilities/kill.js';
import { limits } from './capabilities/limits.js';
import { pause } from './capabilities/pause.js';
import { restartPolicies } from './capabilities/restart-policies.js';
import { usage } from './capabilities/usage.js';
import { type Client, connectClient, type DockerOptions } from './client.js';
import { events } from './events.js';
import { exec } from './exec.js';
import { files } from './files.js';
import { identity } from './identity.js';
import { lifecycle } from './lifecycle.js';
import { listing } from './listing.js';
import { logs } from './logs.js';
import { provisioning } from './provisioning.js';
import { reach } from './reach.js';

export type { DockerOptions, DockerTls } from './client.js';

/** Docker has every capability. */
export type DockerEngine = Core & Capabilities;

/** Connects to a Docker engine, or one that speaks its API. Rejects with `engine-unreachable` or `engine-unsupported`. */
export async function dockerEngine(options: DockerOptions): Promise<DockerEngine> {
  return composeEngine(await connectClient(options));
}

const composeEngine = (client: Client): DockerEngine => ({
  ...identity(client),
  ...listing(client),
  ...lifecycle(client),
  ...provisioning(client),
  ...files(client),
  ...exec(client),
  ...logs(client),
  ...events(client),
  ...reach(client),
  kill: kill(client),
  pause: pause(client),
  restartPolicy: restartPolicies(client),
  limits: limits(client),
  usage: usage(client),
  images: images(client),
  helpers: helpers(client),
  close: client.close,
});
