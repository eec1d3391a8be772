import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildResult } from '../../scenarios/judge/result.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal-file.js';
import { buildRecord } from '../../scenarios/record/record.js';
import { RESULT_FILE } from '../files/run-folder.js';
import { START } from '../testing/journal.js';
import { passedRun, truncatedRun } from '../testing/runs.js';
import { moved, saveJournal } from '../testing/runs-folder.js';
import { listRuns } from './list-runs.js';

let runsDir: string;
beforeEach(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'supops-runs-'));
});
afterEach(() => rm(runsDir, { recursive: true, force: true }));

const RUN = '20261122-223015-db-down-a1b2';
const EARLIER = '20261121-090000-db-down-0f0f';

it('lists runs newest first, from their journals if there is nothing else', async () => {
  await saveJournal(runsDir, EARLIER, moved(truncatedRun(), EARLIER, -48_615_000));
  await saveJournal(runsDir, RUN, passedRun());
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

it('has no runs without a folder', async () => {
  expect(await listRuns(join(runsDir, 'none'))).toEqual([]);
});

it('leaves out what is no run, and runs of which not even the first line was written', async () => {
  await saveJournal(runsDir, RUN, passedRun());
  await mkdir(join(runsDir, '20261123-000000-db-down-eeee'));
  await mkdir(join(runsDir, 'notes'));
  await writeFile(join(runsDir, '20261123-000001-db-down-ffff'), 'a file');
  const started = await saveJournal(runsDir, '20261123-000002-db-down-dddd', []);
  await writeFile(join(started, JOURNAL_FILE), '{"seq":1,"ty');
  expect((await listRuns(runsDir)).map(({ run }) => run)).toEqual([RUN]);
});

const result = buildResult(buildRecord(passedRun()), { report: '', journal: '', run: '' });

// The result says failed, the journal passed.
async function saveBoth(text: string, writtenMs: number): Promise<void> {
  const dir = await saveJournal(runsDir, RUN, passedRun());
  await writeFile(join(dir, RESULT_FILE), text);
  await utimes(join(dir, JOURNAL_FILE), 1_000, 1_000);
  await utimes(join(dir, RESULT_FILE), 1_000, 1_000 + writtenMs / 1_000);
}

it.each([
  ['the result if it was written after the journal', JSON.stringify({ ...result, outcome: 'failed' }), 1, 'failed'],
  ['the result if it was written in the same moment', JSON.stringify({ ...result, outcome: 'failed' }), 0, 'failed'],
  ['the journal if the result is older than its end', JSON.stringify({ ...result, outcome: 'failed' }), -1, 'passed'],
  ['the journal if the result is of another schema', JSON.stringify({ ...result, outcome: 'failed', schema: 9 }), 1, 'passed'],
  ['the journal if the result is not whole', '{"schema":1,"run":', 1, 'passed'],
])('believes %s', async (_what, text, writtenMs, outcome) => {
  await saveBoth(text, writtenMs);
  expect(await listRuns(runsDir)).toMatchObject([{ run: RUN, outcome }]);
});

it('reads no journal of a run that has a result', async () => {
  await saveBoth(JSON.stringify(result), 1);
  await writeFile(join(runsDir, RUN, JOURNAL_FILE), 'not a journal');
  await utimes(join(runsDir, RUN, JOURNAL_FILE), 1_000, 1_000);
  expect((await listRuns(runsDir)).map(({ run }) => run)).toEqual([RUN]);
});
