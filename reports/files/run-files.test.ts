import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunResult } from '../../scenarios/judge/result.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal-file.js';
import { buildRecord } from '../../scenarios/record/record.js';
import { reportOf } from '../report.js';
import { passedRun } from '../testing/runs.js';
import { saveJournal } from '../testing/runs-folder.js';
import { MARKDOWN_FILE, markdown } from '../writers/markdown.js';
import { readRun } from './read-run.js';
import { writeRunFiles } from './run-files.js';

let runsDir: string;
beforeEach(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'supops-runs-'));
});
afterEach(() => rm(runsDir, { recursive: true, force: true }));

const RUN = '20261122-223015-db-down-a1b2';
const RESULT = { schema: 1, run: RUN } as RunResult;

it('reads a journal to its last whole line', async () => {
  const dir = await saveJournal(runsDir, RUN, passedRun());
  const whole = await readFile(join(dir, JOURNAL_FILE), 'utf8');
  await writeFile(join(dir, JOURNAL_FILE), whole.slice(0, -10));
  const record = await readRun(dir);
  expect(record.lines).toHaveLength(passedRun().length - 1);
  expect(record.ended).toBeUndefined();
});

it('explains a run that cannot be read', async () => {
  await expect(readRun(join(runsDir, RUN))).rejects.toMatchObject({ code: 'run-unreadable', exitCode: 4 });
  const headless = passedRun()
    .slice(1)
    .map((line, i) => ({ ...line, seq: i + 1 }));
  const dir = await saveJournal(runsDir, RUN, headless);
  await expect(readRun(dir)).rejects.toMatchObject({
    message: `the run's record ${join(dir, JOURNAL_FILE)} cannot be read: its first line is not the start of a run`,
  });
});

it('writes the report and the result beside the journal, and leaves nothing else', async () => {
  const dir = await saveJournal(runsDir, RUN, passedRun());
  const record = buildRecord(passedRun());
  await writeRunFiles(dir, record, RESULT, []);
  await writeRunFiles(dir, record, RESULT, []);
  expect((await readdir(dir)).toSorted()).toEqual([JOURNAL_FILE, 'report.md', 'run.json']);
  expect(await readFile(join(dir, 'report.md'), 'utf8')).toBe(markdown(reportOf(record, [])).get(MARKDOWN_FILE));
  expect(await readFile(join(dir, 'run.json'), 'utf8')).toBe(`${JSON.stringify(RESULT, undefined, 2)}\n`);
});

it('keeps the old report if the new one cannot be written', async () => {
  const dir = await saveJournal(runsDir, RUN, passedRun());
  const record = buildRecord(passedRun());
  await mkdir(join(dir, 'report.md'));
  await expect(writeRunFiles(dir, record, RESULT, [])).rejects.toMatchObject({ code: 'report-unwritable', exitCode: 4 });
  expect((await readdir(dir)).toSorted()).toEqual([JOURNAL_FILE, 'report.md']);
});
