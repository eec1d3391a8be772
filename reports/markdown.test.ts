import { describe, expect, it } from 'vitest';
import { buildRecord } from '../scenarios/record/record.js';
import { writeMarkdown } from './markdown.js';
import { brokenTables, looseText } from './testing/github.js';
import { hostile } from './testing/hostile.js';
import {
  blindRun,
  dirtyRun,
  EARLIER,
  erroredRun,
  interruptedRun,
  notSteadyRun,
  passedRun,
  slackBrokenRun,
  truncatedRun,
} from './testing/runs.js';

const RUNS = {
  passed: passedRun(),
  'slack-broken': slackBrokenRun(),
  'not-steady': notSteadyRun(),
  truncated: truncatedRun(),
  inconclusive: blindRun(),
  interrupted: interruptedRun(),
  errored: erroredRun(),
  dirty: dirtyRun(),
};

const names = Object.keys(RUNS) as readonly (keyof typeof RUNS)[];
const report = (name: keyof typeof RUNS) => writeMarkdown(buildRecord(RUNS[name]), name === 'passed' ? EARLIER : []);

it.each(names)('tells the %s run as the whole report on file', async (name) => {
  await expect(report(name)).toMatchFileSnapshot(`testing/golden/${name}.md`);
});

describe('on GitHub', () => {
  it.each(names)('has the same number of cells in every row of every table of the %s run', (name) => {
    expect(brokenTables(report(name))).toEqual([]);
  });

  it('shows what comes from outside as text, whatever it holds', () => {
    const text = writeMarkdown(buildRecord(hostile(slackBrokenRun())), EARLIER);
    expect(brokenTables(text)).toEqual([]);
    expect(looseText(text)).toEqual([]);
  });
});

it('is a function of the record: the same text again, and runs that came later change nothing', () => {
  const record = buildRecord(RUNS.passed);
  const later = EARLIER.map((run) => ({ ...run, run: `${run.run}-later`, startedAt: record.startedAt + 1 }));
  expect(writeMarkdown(record, [...later, ...EARLIER])).toBe(writeMarkdown(record, EARLIER));
});

it('tells every beginning of a journal', () => {
  for (let length = 1; length <= RUNS.passed.length; length++)
    expect(brokenTables(writeMarkdown(buildRecord(RUNS.passed.slice(0, length)), []))).toEqual([]);
});

it('never says root cause, and never gives a mean', () => {
  for (const name of names) expect(report(name)).not.toMatch(/root cause|\bmean\b|on average/i);
});
