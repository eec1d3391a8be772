import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { Redactor } from '../../core/redact.js';
import type { Clock } from '../../core/time.js';
import { type JournalLine, type RunEvent, readLine } from './events.js';
import { JOURNAL_FILE } from './journal-file.js';
import { schemaOf, upcastFrom1 } from './upcast.js';

/** The append-only record of a run. What is not in it did not happen. */
export interface Journal {
  readonly path: string;
  /** Lines written so far. */
  readonly lines: readonly JournalLine[];
  /**
   * Stamps and writes one event; resolves after the write, or after fsync for fault events. Only then do listeners see it. Rejects with
   * `journal-unwritable` (exit 4), leaving the file at its last whole line.
   */
  append(event: RunEvent): Promise<JournalLine>;
  close(): Promise<void>;
}

/** What a journal needs from outside. */
export interface JournalOptions {
  /** The run's folder; created. */
  readonly dir: string;
  /** The engine's clock. */
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly onEvent: (line: JournalLine) => void;
}

/** Creates the journal of a new run. */
export async function openJournal({ dir, clock, redactor, onEvent }: JournalOptions): Promise<Journal> {
  const path = join(dir, JOURNAL_FILE);
  const file = await unwritable(path, async () => {
    await mkdir(dir, { recursive: true });
    return open(path, 'ax', 0o600);
  });
  const lines: JournalLine[] = [];
  const origin = clock.monotonic();
  let size = 0;
  let tail: Promise<unknown> = Promise.resolve();

  const write = async (event: RunEvent): Promise<JournalLine> => {
    const stamp = { seq: lines.length + 1, at: Math.round(clock.now()), mono: Math.round(clock.monotonic() - origin) };
    const line = redactor.value({ ...stamp, ...event });
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    await unwritable(path, () => writeWhole(file, bytes, size, event.type === 'fault'));
    size += bytes.length;
    lines.push(line);
    onEvent(line);
    return line;
  };

  return {
    path,
    lines,
    // Sequentially, so that sequence numbers match the order in the file; a failed write does not block the next.
    append: (event) => {
      const done = tail.then(() => write(event));
      tail = done.catch(() => {});
      return done;
    },
    close: async () => {
      await tail;
      await file.close();
    },
  };
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, offset: number, flush: boolean): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
    if (flush) await file.sync();
  } catch (error) {
    // A partial line would make the next one unreadable.
    await file.truncate(offset).catch(() => {});
    throw error;
  }
}

async function unwritable<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new SupopsError({
      code: 'journal-unwritable',
      exitCode: EXIT.unavailable,
      message: `the journal ${path} cannot be written: ${messageOf(cause)}`,
      hint: 'free some disk space, or name another folder with --runs DIR',
      cause,
    });
  }
}

/**
 * Reads a journal to its last whole line: an incomplete line, or one that is not the next event in sequence, ends the reading. Journals of older
 * schemas are brought up to date while they are read; a journal of an unknown schema cannot be read.
 */
export function readJournal(text: string): readonly JournalLine[] {
  const lines: JournalLine[] = [];
  const old = schemaOf(text) === 1;
  let upcast = (line: unknown): unknown => line;
  for (let start = 0; ; ) {
    const end = text.indexOf('\n', start);
    if (end < 0) return lines;
    const raw = parseJson(text.slice(start, end));
    if (lines.length === 0 && old) upcast = upcastFrom1(raw);
    const line = readLine(upcast(raw));
    if (line === undefined || line.seq !== lines.length + 1) return lines;
    lines.push(line);
    start = end + 1;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
