import { Readable } from 'node:stream';
import { SupopsError } from '../../../core/errors.js';
import { poll } from '../../../core/poll.js';
import type { Milliseconds } from '../../../core/time.js';
import type { LogLine, LogOptions, Logs } from '../logs.js';
import type { Client } from './client.js';
import { ask, shortId, UNLIMITED } from './errors.js';
import { parseMoment } from './instance.js';
import { inspectIfThere } from './listing.js';
import { demultiplex, type Frame, guarded, untilAborted } from './streams.js';

const RESTART_POLL_MS = 250;
// The engine cuts lines into records of this size (moby/daemon/logger, copier.go).
const PIECE_BYTES = 16 * 1024;

/** Lines that an instance has written, with the engine's time of each. */
export const logs = (client: Client): Logs => ({
  logs: (id, options) => untilAborted(`read the logs of ${shortId(id)}`, options.signal, () => readLogs(client, id, options)),
});

// The engine ends a followed log when the program ends; the next run's lines come from a new request, after the last line seen.
async function* readLogs(client: Client, id: string, options: LogOptions): AsyncGenerator<LogLine> {
  const { follow, tail, since, signal } = options;
  let request: LogRequest = { follow, tail, since, signal };
  let seen = '';
  for (;;) {
    const before = follow ? await inspectIfThere(client, id) : undefined;
    const after = seen;
    try {
      for await (const line of toLogLines(openLogs(client, id, request))) {
        // Times have one width, so that text order is time order.
        if (line.stamp <= after) continue;
        if (line.stamp > seen) seen = line.stamp;
        const time = parseMoment(line.stamp);
        if (since === undefined || time >= since) yield { time, stream: line.stream, text: line.text };
      }
    } catch (error) {
      if (before !== undefined && isRemoval(error)) return;
      throw error;
    }
    if (before === undefined || !(await untilRestarted(client, id, before.startedAt, signal))) return;
    request = seen === '' ? request : { follow, since: parseMoment(seen), signal };
  }
}

/** The engine refuses the log of what is gone or just being removed. */
const isRemoval = (error: unknown) => error instanceof SupopsError && ['not-found', 'conflict'].includes(error.code);

interface LogRequest {
  readonly follow?: boolean | undefined;
  readonly tail?: number | undefined;
  readonly since?: Milliseconds | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Seconds with a fraction, as the engine wants moments; up to two microseconds early, as a number of milliseconds is not exact to the
 * nanosecond and nothing at that moment may be lost. The caller drops what is too early.
 */
export const formatSince = (ms: number): string => (Math.max(0, Math.floor(ms * 1_000) - 1) / 1_000_000).toFixed(6);

async function* openLogs({ docker }: Client, id: string, { follow, tail, since, signal }: LogRequest): AsyncGenerator<Frame> {
  const options = {
    stdout: true,
    stderr: true,
    timestamps: true,
    follow: follow ?? false,
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since: formatSince(since) }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
  const open = docker.getContainer(id).logs as unknown as (options: object) => Promise<NodeJS.ReadableStream | Buffer>;
  const answer = await ask(`read the logs of ${shortId(id)}`, open.call(docker.getContainer(id), options), UNLIMITED);
  yield* demultiplex(Buffer.isBuffer(answer) ? Readable.from([answer]) : guarded(answer));
}

/** One line with its time as the engine writes it. */
export interface StampedLine {
  readonly stamp: string;
  readonly stream: Frame['stream'];
  readonly text: string;
}

/**
 * Lines of a log with times. Each frame is one record: its time, a blank, its text. A long line comes as several records, all but the
 * last of full size; its time is that of the first. A program's last output needs no line end.
 */
export async function* toLogLines(frames: AsyncIterable<Frame>): AsyncGenerator<StampedLine> {
  const begun: Partial<Record<Frame['stream'], { stamp: string; pieces: Buffer[] }>> = {};
  for await (const { stream, data } of frames) {
    const blank = data.indexOf(0x20);
    const line = begun[stream] ?? { stamp: data.subarray(0, Math.max(blank, 0)).toString(), pieces: [] };
    line.pieces.push(data.subarray(blank + 1));
    const goesOn = data.at(-1) !== 0x0a && data.length - blank - 1 >= PIECE_BYTES;
    if (goesOn) begun[stream] = line;
    else {
      const text = Buffer.concat(line.pieces).toString();
      yield { stamp: line.stamp, stream, text: text.replace(/\r?\n$/, '') };
      delete begun[stream];
    }
  }
}

/** True when the instance runs again, false when it is gone. */
async function untilRestarted(
  client: Client,
  id: string,
  startedAt: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const probe = async () => {
    const now = await inspectIfThere(client, id);
    if (now === undefined || now.state === 'removing' || now.state === 'dead') return false;
    return now.startedAt !== startedAt || now.state === 'running' ? true : undefined;
  };
  const options = { clock: client.options.clock, timeoutMs: Number.POSITIVE_INFINITY, intervalMs: RESTART_POLL_MS, signal };
  // Some pause, in case an engine keeps ending the log of what runs.
  await client.options.clock.sleep(RESTART_POLL_MS, signal);
  return (await poll(probe, options)) ?? false;
}
