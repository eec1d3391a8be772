import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JournalLine } from '../../scenarios/record/events.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal.js';
import { buildRecord, type RunResult } from '../../scenarios/record/record.js';
import { reportOf } from '../report.js';
import { START } from '../testing/journal.js';
import { passedRun, truncatedRun } from '../testing/runs.js';
import { MARKDOWN_FILE, markdown } from '../writers/markdown.js';
import { listRuns, readRun, writeRunFiles } from './run-files.js';

let runsDir: string;
beforeEach(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'supops-runs-'));
});
afterEach(() => rm(runsDir, { recursive: true, force: true }));

const RUN = '20261122-223015-db-down-a1b2';
const EARLIER = '20261121-090000-db-down-0f0f';
const RESULT = { schema: 1, run: RUN } as RunResult;

it('lists runs newest first, with what their journals say', async () => {
  await save(EARLIER, moved(truncatedRun(), EARLIER, -48_615_000));
  await save(RUN, passedRun());
  expect(await listRuns(runsDir)).toEqual([
    {
      run: RUN,
      scenario: 'db-down',
      outcome: 'passed',
      startedAt: START,
      durationMs: 26_212,
      dir: join(runsDir, RUN),
      detectedMs: 2_400,
      speed: 60,
    },
    {
      run: EARLIER,
      scenario: 'db-down',
      outcome: 'unfinished',
      startedAt: START - 48_615_000,
      dir: join(runsDir, EARLIER),
      detectedMs: 2_400,
      speed: 60,
    },
  ]);
});

it('has no runs where there is no folder', async () => {
  const nowhere = join(runsDir, 'none');
  expect(await listRuns(nowhere)).toEqual([]);
});

it('leaves out what is no run, and runs of which not even the first line was written', async () => {
  await save(RUN, passedRun());
  await mkdir(join(runsDir, '20261123-000000-db-down-eeee'));
  await mkdir(join(runsDir, 'notes'));
  await writeFile(join(runsDir, '20261123-000001-db-down-ffff'), 'a file');
  await mkdir(join(runsDir, '20261123-000002-db-down-dddd'));
  await writeFile(join(runsDir, '20261123-000002-db-down-dddd', JOURNAL_FILE), '{"seq":1,"ty');
  expect((await listRuns(runsDir)).map(({ run }) => run)).toEqual([RUN]);
});

it('reads a journal to its last whole line', async () => {
  const dir = await save(RUN, passedRun());
  const whole = await readFile(join(dir, JOURNAL_FILE), 'utf8');
  await writeFile(join(dir, JOURNAL_FILE), whole.slice(0, -10));
  const record = await readRun(dir);
  expect(record.lines).toHaveLength(passedRun().length - 1);
  expect(record.ended).toBeUndefined();
});

it('explains a run that cannot be read', async () => {
  await expect(readRun(join(runsDir, RUN))).rejects.toMatchObject({ code: 'run-unreadable', exitCode: 4 });
  const dir = await save(
    RUN,
    passedRun()
      .slice(1)
      .map((line, i) => ({ ...line, seq: i + 1 })),
  );
  await expect(readRun(dir)).rejects.toMatchObject({
    message: `the run's record ${join(dir, JOURNAL_FILE)} cannot be read: its first line is not the start of a run`,
  });
});

it('writes the report and the result beside the journal, and leaves nothing else', async () => {
  const dir = await save(RUN, passedRun());
  const record = buildRecord(passedRun());
  await writeRunFiles(dir, record, RESULT, []);
  await writeRunFiles(dir, record, RESULT, []);
  expect((await readdir(dir)).toSorted()).toEqual([JOURNAL_FILE, 'report.md', 'run.json']);
  expect(await readFile(join(dir, 'report.md'), 'utf8')).toBe(markdown(reportOf(record, [])).get(MARKDOWN_FILE));
  expect(await readFile(join(dir, 'run.json'), 'utf8')).toBe(`${JSON.stringify(RESULT, undefined, 2)}\n`);
});

it('keeps the old report where the new one cannot be written', async () => {
  const dir = await save(RUN, passedRun());
  const record = buildRecord(passedRun());
  await mkdir(join(dir, 'report.md'));
  await expect(writeRunFiles(dir, record, RESULT, [])).rejects.toMatchObject({ code: 'report-unwritable', exitCode: 4 });
  expect((await readdir(dir)).toSorted()).toEqual([JOURNAL_FILE, 'report.md']);
});

async function save(run: string, lines: readonly JournalLine[]): Promise<string> {
  const dir = join(runsDir, run);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, JOURNAL_FILE), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return dir;
}

// Every moment of the run, whatever it is called, lies after 2020; a span does not.
function moved(lines: readonly JournalLine[], run: string, ms: number): readonly JournalLine[] {
  return JSON.parse(JSON.stringify(lines), (key, value: unknown) => {
    if (key === 'run') return run;
    if (key === 'second' && typeof value === 'number') return value + ms / 1_000;
    if (typeof value === 'number' && value > 1.6e12) return value + ms;
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)
      ? new Date(Date.parse(value) + ms).toISOString()
      : value;
  }) as readonly JournalLine[];
}
