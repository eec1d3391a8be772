import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Log } from '../runtime/log.js';
import { readMail } from './mail.js';
import { readMarkers } from './markers.js';
import type { Store } from './store.js';

const MAX_BYTES = 1_024 * 1_024;

/** Takes e-mail from anyone to anyone, without encryption: it never leaves the stack. Rejects if the port is taken. */
export async function listenSmtp(store: Store, port: number, log: Log): Promise<{ close(): Promise<void> }> {
  const server = new SMTPServer({
    banner: 'supops inbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    // A look-up of the sender's name would wait for a resolver that may never answer.
    disableReverseLookup: true,
    size: MAX_BYTES,
    closeTimeout: 500,
    onData: (stream, session, done) => {
      readAll(stream).then(
        async (raw) => {
          const receivedAt = Date.now();
          if (stream.sizeExceeded) return done(tooLarge());
          const mail = await readMail(raw);
          const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
          store.add({ channel: 'email', receivedAt, to, ...mail, ...readMarkers(mail.text) });
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  server.on('error', (error) => log('warn', 'mail connection failed', { error: error.message }));
  const listener = server.listen(port);
  await once(listener, 'listening');
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** The whole message; of one that is too large no more than the limit is kept. */
async function readAll(stream: SMTPServerDataStream & Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (): Error => Object.assign(new Error('message is too large'), { responseCode: 552 });
