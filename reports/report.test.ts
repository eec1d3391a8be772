import { describe, expect, it } from 'vitest';
import { buildRecord } from '../scenarios/record/record.js';
import type { ReportDocument } from './document/document.js';
import { reportOf } from './report.js';
import { brokenTables, looseText } from './testing/github.js';
import { hostile } from './testing/hostile.js';
import { shapeOf, treeOf, withoutBreaks } from './testing/markdown-tree.js';
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
import { MARKDOWN_FILE, markdown } from './writers/markdown.js';

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
const printed = (document: ReportDocument) => markdown(document).get(MARKDOWN_FILE) as string;
const write = (...of: Parameters<typeof reportOf>) => printed(reportOf(...of));
const report = (name: keyof typeof RUNS) => write(buildRecord(RUNS[name]), name === 'passed' ? EARLIER : []);

it.each(names)('writes the %s run as the whole report on file', async (name) => {
  await expect(report(name)).toMatchFileSnapshot(`testing/golden/${name}.md`);
});

it.each(names)('is read on GitHub as the document that was made of the %s run', (name) => {
  const document = reportOf(buildRecord(RUNS[name]), EARLIER);
  expect(withoutBreaks(treeOf(printed(document)))).toEqual(shapeOf(document.content));
});

describe('on GitHub', () => {
  it.each(names)('has the same number of cells in every row of every table of the %s run', (name) => {
    expect(brokenTables(report(name))).toEqual([]);
  });

  it('shows what comes from outside as text, whatever it holds', () => {
    const document = reportOf(buildRecord(hostile(slackBrokenRun())), EARLIER);
    const text = printed(document);
    expect(brokenTables(text)).toEqual([]);
    expect(looseText(text)).toEqual([]);
    expect(withoutBreaks(treeOf(text))).toEqual(shapeOf(document.content));
  });
});

it('is a function of the record: the same text again, and runs that came later change nothing', () => {
  const record = buildRecord(RUNS.passed);
  const later = EARLIER.map((run) => ({ ...run, run: `${run.run}-later`, startedAt: record.startedAt + 1 }));
  expect(write(record, [...later, ...EARLIER])).toBe(write(record, EARLIER));
});

it('has a report for every beginning of a journal', () => {
  for (let length = 1; length <= RUNS.passed.length; length++)
    expect(brokenTables(write(buildRecord(RUNS.passed.slice(0, length)), []))).toEqual([]);
});

it('anchors every heading, each at a place of its own', () => {
  for (const name of names) {
    const { content } = reportOf(buildRecord(RUNS[name]), EARLIER);
    const anchors = content.children.flatMap((block) => (block.type === 'heading' ? [block.data?.id] : []));
    expect(anchors).not.toContain(undefined);
    expect(new Set(anchors).size).toBe(anchors.length);
  }
});

it('never says root cause, and never gives a mean', () => {
  for (const name of names) expect(report(name)).not.toMatch(/root cause|\bmean\b|on average/i);
});
