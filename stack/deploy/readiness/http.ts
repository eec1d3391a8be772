import { request } from 'node:http';

const ANSWER_TIMEOUT_MS = 2_000;

/** GET answers with 2xx. @returns the reason why not, or `undefined`. */
export function probeHttp(url: URL, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const req = request(url, { signal: AbortSignal.any([signal, timeout]), agent: false }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 300 ? undefined : `GET ${url.pathname} answered ${status}`);
    });
    req.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason);
      else if (timeout.aborted) resolve(`GET ${url.pathname} did not answer within ${ANSWER_TIMEOUT_MS / 1_000} s`);
      else resolve(`GET ${url.pathname}: ${error.code ?? error.message}`);
    });
    req.end();
  });
}
