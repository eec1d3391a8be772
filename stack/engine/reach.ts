import type { Instance } from './instance.js';

/** The only way to address anything. */
export interface Reach {
  /**
   * Opens a way to a port of an instance; whoever opens it closes it. Rejects with `unreachable` if there is none, as the port is not
   * published.
   */
  reach(instance: Instance, port: number, protocol?: 'http' | 'tcp'): Promise<Reached>;
}

/** An open connection path to a port. */
export interface Reached {
  /** `http://host:port` */
  readonly url: URL;
  /** Gives up the way; a second time is success. */
  close(): Promise<void>;
}

/** Does something with an open way, and closes it whatever happens. */
export async function withReached<T>(opening: Promise<Reached>, use: (url: URL) => Promise<T>): Promise<T> {
  const reached = await opening;
  try {
    return await use(reached.url);
  } finally {
    await reached.close();
  }
}
