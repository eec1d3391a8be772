import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { redactor } from '../../core/redact.js';
import type { Clock } from '../../core/time.js';
import type { JournalLine } from './events.js';
import { openJournal, readJournal } from './journal.js';

const clock: Clock = { now: () => 1_000_000, monotonic: () => 5_000, sleep: () => Promise.resolve() };
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'supops-journal-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = (onEvent: (line: JournalLine) => void = () => {}) =>
  openJournal({ dir: join(dir, 'run'), clock, redactor: redactor(['s3cret-word']), onEvent });

describe('the journal', () => {
  test('a line is on disk before its listener sees it', async () => {
    const seen: string[] = [];
    const path = join(dir, 'run', 'journal.ndjson');
    const { readFileSync } = await import('node:fs');
    const journal = await open((line) => seen.push(`${line.seq}:${readFileSync(path, 'utf8').split('\n').length - 1}`));
    await Promise.all([journal.append({ type: 'waiting', for: 'a' }), journal.append({ type: 'waiting', for: 'b' })]);
    await journal.close();
    expect(seen).toEqual(['1:1', '2:2']);
  });

  test('never contains secrets', async () => {
    const journal = await open();
    await journal.append({ type: 'note', severity: 'info', text: 'password s3cret-word used' });
    await journal.close();
    expect(await readFile(journal.path, 'utf8')).toBe(
      '{"seq":1,"at":1000000,"mono":0,"type":"note","severity":"info","text":"password ******** used"}\n',
    );
  });

  test('of one run is not written to by another', async () => {
    await (await open()).close();
    await expect(open()).rejects.toMatchObject({ code: 'journal-unwritable', exitCode: 4 });
  });

  test('cut at every byte, it is read to its last whole line', async () => {
    const journal = await open();
    for (const text of ['eins', 'zwei – ä', 'drei\n"']) await journal.append({ type: 'note', severity: 'info', text });
    await journal.close();
    const bytes = await readFile(journal.path);
    const cut = join(dir, 'cut');
    for (let length = 0; length <= bytes.length; length++) {
      await writeFile(cut, bytes.subarray(0, length));
      const whole = bytes.subarray(0, length).filter((byte) => byte === 10).length;
      expect(readJournal(await readFile(cut, 'utf8'))).toEqual(journal.lines.slice(0, whole));
    }
  });

  test('is read up to the first line that is damaged or out of sequence', () => {
    const line = (seq: number) => `{"seq":${seq},"at":0,"mono":0,"type":"waiting","for":"x"}\n`;
    expect(readJournal(line(1) + line(2) + line(4)).length).toBe(2);
    expect(readJournal(`${line(1)}{"seq":2,\n${line(3)}`).length).toBe(1);
    expect(readJournal('null\n')).toEqual([]);
  });
});
