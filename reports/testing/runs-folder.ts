import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalLine } from '../../scenarios/record/events.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal-file.js';

/** Saves a journal into the folder of its run, and returns that. */
export async function saveJournal(runsDir: string, run: string, lines: readonly JournalLine[]): Promise<string> {
  const dir = join(runsDir, run);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, JOURNAL_FILE), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return dir;
}

/** The same run under another id at another time. Every moment, whatever it is called, lies after 2020; a span does not. */
export function moved(lines: readonly JournalLine[], run: string, ms: number): readonly JournalLine[] {
  return JSON.parse(JSON.stringify(lines), (key, value: unknown) => {
    if (key === 'run') return run;
    if (key === 'second' && typeof value === 'number') return value + ms / 1_000;
    if (typeof value === 'number' && value > 1.6e12) return value + ms;
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)
      ? new Date(Date.parse(value) + ms).toISOString()
      : value;
  }) as readonly JournalLine[];
}
