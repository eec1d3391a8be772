import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge } from '../judge/judge.js';
import { buildResult, type RunResult } from '../judge/result.js';
import { tell } from '../story/tell.js';
import { readJournal } from './journal.js';
import { buildRecord } from './record.js';

// Runs of db-down on real stacks, as supops wrote them: journals of schema 1 with the run.json that supops 0.1 made of them, and journals of
// schema 2 with their own.
const RUNS = new URL('../../test/fixtures/runs/', import.meta.url);
const read = (run: string, file: string) => readFileSync(new URL(`${run}/${file}`, RUNS), 'utf8');

/** What a run found, without its wording. */
const factsOf = ({ verdicts, findings, detection, files: _files, ...result }: RunResult) => ({
  ...result,
  // Older versions did not write which channels were asked for.
  detection: detection.map(({ notified: _notified, ...stages }) => stages),
  verdicts: verdicts.map(({ id, result: verdict, valueMs, budgetMs, findings: own }) => ({
    id,
    verdict,
    valueMs,
    budgetMs,
    findings: own.map((finding) => finding.id),
  })),
  findings: findings.map(({ id, alert }) => ({ id, alert })),
});

const judgedAgain = (run: string): RunResult => {
  const record = buildRecord(readJournal(read(run, 'journal.ndjson')));
  const story = tell(record);
  return buildResult({ ...record, judgement: judge(story) }, { report: '', journal: '', run: '' }, story);
};

describe('a recorded run', () => {
  const names = readdirSync(RUNS).filter((name) => readdirSync(new URL(name, RUNS)).includes('run.json'));

  test('exists in both schemas', () => {
    expect(new Set(names.map((name) => name.slice(0, 8)))).toEqual(new Set(['schema-1', 'schema-2']));
  });

  test.each(names)('%s gets the same verdict as when it was recorded', (run) => {
    expect(factsOf(judgedAgain(run))).toEqual(factsOf(JSON.parse(read(run, 'run.json')) as RunResult));
  });

  test.each(readdirSync(RUNS))('%s is read to its last line', (run) => {
    const text = read(run, 'journal.ndjson');
    expect(readJournal(text)).toHaveLength(text.trimEnd().split('\n').length);
  });

  test('that was killed is a record without an end', () => {
    const record = buildRecord(readJournal(read('schema-1-killed', 'journal.ndjson')));
    expect(record.ended).toBeUndefined();
    expect(tell(record)).toMatchObject({ faults: [{ status: 'active', victims: [{ service: 'db' }] }] });
  });
});
