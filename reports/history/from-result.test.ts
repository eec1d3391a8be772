import { expect, it } from 'vitest';
import { buildResult } from '../../scenarios/judge/result.js';
import { buildRecord } from '../../scenarios/record/record.js';
import { blindRun, dirtyRun, erroredRun, interruptedRun, notSteadyRun, passedRun, slackBrokenRun } from '../testing/runs.js';
import { summaryOfRecord } from './from-record.js';
import { summaryOfResult } from './from-result.js';

const result = buildResult(buildRecord(passedRun()), { report: '', journal: '', run: '' });
const summarized = (changed: object) => summaryOfResult(JSON.stringify({ ...result, ...changed }), 'dir');

it.each(Object.entries({ passedRun, slackBrokenRun, blindRun, interruptedRun, erroredRun, dirtyRun, notSteadyRun }))(
  'says of the %s what its journal says',
  (_name, lines) => {
    const record = buildRecord(lines());
    const text = JSON.stringify(buildResult(record, { report: '', journal: '', run: '' }));
    expect(summaryOfResult(text, 'dir')).toEqual(summaryOfRecord(record, 'dir'));
  },
);

it('does not count the message of an alert whose delivery was not part of the expectation', () => {
  const detection = [
    { alert: 'DatabaseDown', floorMs: 1, ceilingMs: 2, firingMs: 1_000, notifiedMs: 2_000 },
    { alert: 'OnlyFires', floorMs: 1, ceilingMs: 2, firingMs: 3_000, notifiedMs: 9_000 },
  ];
  const judged = (id: string, valueMs: number) => ({ id, valueMs, budgetMs: 10_000 });
  const verdicts = [judged('DatabaseDown', 2_000), judged('OnlyFires', 3_000.2)];
  expect(summarized({ detection, verdicts })).toMatchObject({ detectedMs: 2_000 });
});

it('counts what run.json says was asked for', () => {
  const detection = [
    { alert: 'DatabaseDown', notified: ['email'], floorMs: 1, ceilingMs: 2, firingMs: 1_000, notifiedMs: 2_000 },
    { alert: 'OnlyFires', notified: [], floorMs: 1, ceilingMs: 2, firingMs: 3_000, notifiedMs: 9_000 },
  ];
  expect(summarized({ detection })).toMatchObject({ detectedMs: 2_000 });
  const silent = { alert: 'Silent', notified: ['email'], floorMs: 1, ceilingMs: 2 };
  expect(summarized({ detection: [...detection, silent] })?.detectedMs).toBeUndefined();
});

it('leaves it to the journal if an alert that must fire did not: it may have been awaited by nobody', () => {
  const [first] = result.detection;
  const silent = { alert: 'Silent', floorMs: 1, ceilingMs: 2 };
  const verdicts = [...result.verdicts, { ...result.verdicts[0], id: 'Silent', valueMs: undefined }];
  expect(summarized({ detection: [first, silent], verdicts })).toBeUndefined();
});

it('says nothing of what it does not know', () => {
  expect(summaryOfResult('{', 'dir')).toBeUndefined();
  expect(summarized({ schema: 2 })).toBeUndefined();
  expect(summarized({ outcome: 'splendid' })).toBeUndefined();
});
