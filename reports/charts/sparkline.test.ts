import { expect, it } from 'vitest';
import { buildRecord } from '../../scenarios/record/record.js';
import { START } from '../testing/journal.js';
import { passedRun } from '../testing/runs.js';
import { viewOf } from '../view/view.js';
import { chart, number } from './sparkline.js';

const view = viewOf(buildRecord(passedRun()), []);
const points = (values: readonly (number | undefined)[]) =>
  values.flatMap((value, i) => (value === undefined ? [] : [[START + i * 1_000, value] as const]));

it('draws each sample in a slice of its own, a slice without one as a dot, and shades fault and alerts below', () => {
  const values = [1, 1, 1, 1, 1, 0, 0, undefined, 0, 0, 0, 0, 1, 1, 1, 1];
  expect(chart(view, [{ label: 'mysql_up', points: points(values) }])?.value).toBe(`\
mysql_up                █████▁▁·▁▁▁▁████  0 … 1
fault                        ▒▒▒▒▒▒▒
DatabaseDown firing           ▒▒▒▒▒▒▒▒▒▒
ApiErrorRateHigh firing           ▒▒▒▒▒▒
                        T−5 s     T+11 s`);
});

it('draws a long series in at most 60 slices, each as high as its highest sample', () => {
  const spike = Array.from({ length: 900 }, (_, i) => (i === 450 ? 8 : 1));
  const line = chart(view, [{ label: 'x', points: points(spike) }])?.value.split('\n')[0] ?? '';
  const bars = /[▁-█]+/.exec(line)?.[0] ?? '';
  expect(bars).toHaveLength(60);
  expect(bars).toMatch(/^▂+█▂+$/);
});

it('draws nothing without samples', () => {
  expect(chart(view, [{ label: 'x', points: [] }])).toBeUndefined();
});

it('writes values with four digits at most', () => {
  expect([0, 12, 1_004.2, 0.123456, 5.2e8].map(number)).toEqual(['0', '12', '1004', '0.1235', '520000000']);
});
