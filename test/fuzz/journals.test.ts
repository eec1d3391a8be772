import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { reportOf } from '../../reports/report.js';
import { WRITERS } from '../../reports/writers/writers.js';
import { judge } from '../../scenarios/judge/judge.js';
import { buildResult } from '../../scenarios/judge/result.js';
import type { Outcome } from '../../scenarios/model/verdict.js';
import { readJournal } from '../../scenarios/record/journal.js';
import { buildRecord } from '../../scenarios/record/record.js';
import { tell } from '../../scenarios/story/tell.js';
import { fuzz } from './fuzz.js';
import { oddValue, way, withOdd } from './odd.js';

const RUNS = new URL('../fixtures/runs/', import.meta.url);
const journals = readdirSync(RUNS).map((name) => {
  const text = readFileSync(new URL(`${name}/journal.ndjson`, RUNS), 'utf8');
  return { text, outcome: outcomeOf(text) };
});

/** What a report says of a journal: its outcome, after all of it was written. */
function outcomeOf(text: string): Outcome | undefined {
  const lines = readJournal(text);
  if (lines[0]?.type !== 'run-started') return undefined;
  const record = buildRecord(lines);
  const story = tell(record);
  judge(story);
  const document = reportOf(record, []);
  for (const write of Object.values(WRITERS)) write(document);
  return buildResult(record, { report: '', journal: '', run: '' }, story).outcome;
}

const journal = fc.constantFrom(...journals);
const share = fc.double({ min: 0, max: 1, noNaN: true });

fuzz(
  'a journal that is cut anywhere is reported, and is not passed before its verdict',
  { runs: 300, seed: 7_004 },
  fc.tuple(journal, share),
  ([{ text, outcome }, where]) => {
    const bytes = Buffer.from(text);
    const cut = bytes.subarray(0, Math.floor(where * bytes.length)).toString();
    const said = outcomeOf(cut);
    if (said !== 'passed') return;
    if (outcome !== 'passed') throw new Error(`passed, was ${outcome}`);
    if (!readJournal(cut).some(({ type }) => type === 'judged')) throw new Error('passed without a verdict');
  },
);

type Flip = readonly [where: number, bit: number];
const flips = fc.array(fc.tuple(share, fc.nat({ max: 7 })), { minLength: 1, maxLength: 12 });

fuzz(
  'a journal with flipped bits is reported, and is not passed if it was not',
  { runs: 400, seed: 7_005 },
  fc.tuple(journal, flips),
  ([{ text, outcome }, all]) => {
    const said = outcomeOf(flipped(text, all));
    if (said === 'passed' && outcome !== 'passed') throw new Error(`passed, was ${outcome}`);
  },
);

function flipped(text: string, all: readonly Flip[]): string {
  const bytes = Buffer.from(text);
  for (const [where, bit] of all) {
    const at = Math.min(bytes.length - 1, Math.floor(where * bytes.length));
    bytes[at] = (bytes[at] as number) ^ (1 << bit);
  }
  return bytes.toString();
}

fuzz(
  'a journal with odd values in valid lines is reported, and is not passed if it was not',
  { runs: 300, seed: 7_006 },
  fc.tuple(journal, fc.nat(), way, oddValue),
  ([{ text, outcome }, line, field, value]) => {
    const lines = text.trimEnd().split('\n');
    const which = line % lines.length;
    lines[which] = JSON.stringify(withOdd(JSON.parse(lines[which] as string), field, value));
    const said = outcomeOf(`${lines.join('\n')}\n`);
    if (said === 'passed' && outcome !== 'passed') throw new Error(`passed, was ${outcome}`);
  },
);

// Bytes of the verdict itself: whatever happens to them, a failed run does not become a passed one.
const failed = journals.filter(({ outcome }) => outcome !== 'passed');

fuzz(
  'a verdict with flipped bits is reported, and is not passed if it was not',
  { runs: 200, seed: 7_007 },
  fc.tuple(fc.constantFrom(...failed), flips),
  ([{ text, outcome }, all]) => {
    const from = text.indexOf('"type":"judged"');
    if (from < 0) return;
    const said = outcomeOf(text.slice(0, from) + flipped(text.slice(from), all));
    if (said === 'passed') throw new Error(`passed, was ${outcome}`);
  },
);
