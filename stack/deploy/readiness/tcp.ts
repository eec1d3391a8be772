import { connect } from 'node:net';

const CONNECT_TIMEOUT_MS = 1_000;

/** A connection is accepted. @returns the reason why not, or `undefined`. */
export function probeTcp(url: URL, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // URL keeps the brackets of an IPv6 address, net wants none.
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port), timeout: CONNECT_TIMEOUT_MS });
    const onAbort = () => {
      socket.destroy();
      reject(signal.reason);
    };
    const answer = (reason: string | undefined) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('connect', () => answer(undefined));
    socket.on('timeout', () => answer(`port ${url.port} did not answer within ${CONNECT_TIMEOUT_MS / 1_000} s`));
    socket.on('error', (error: NodeJS.ErrnoException) => answer(`port ${url.port}: ${error.code ?? error.message}`));
  });
}
