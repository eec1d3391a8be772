import type { Client } from './client.js';
import { askInfo } from './identity.js';
import { SOCKET_INSIDE } from './spec.js';

/** What decides where the engine's control socket is on the engine's own machine. */
export interface SocketPlace {
  /** Our path to it; absent if the engine is reached over TCP. */
  readonly clientPath: string | undefined;
  readonly clientPlatform: NodeJS.Platform;
  readonly operatingSystem: string;
}

// Engines in a virtual machine of their own: the socket on this side is a forwarded one.
const FORWARDED = /\/\.(colima|lima|orbstack|rd|docker\/desktop)\//;

/** The daemon's path of its socket, not the client's: the same only if both see one file system. */
export function socketPathOf({ clientPath, clientPlatform, operatingSystem }: SocketPlace): string {
  const shared =
    clientPlatform === 'linux' &&
    clientPath !== undefined &&
    !operatingSystem.startsWith('Docker Desktop') &&
    !FORWARDED.test(clientPath);
  return shared ? clientPath : SOCKET_INSIDE;
}

/** As `socketPathOf`, for a connected engine. */
export async function engineSocketPath(client: Client): Promise<string> {
  const { OperatingSystem } = await askInfo(client);
  const { socketPath } = client.options;
  return socketPathOf({ clientPath: socketPath, clientPlatform: process.platform, operatingSystem: OperatingSystem });
}
