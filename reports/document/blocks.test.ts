import { expect, it } from 'vitest';
import { blocksOf, bullets, fenced, heading, paragraph, table } from './blocks.js';

it('makes nothing of nothing', () => {
  expect(blocksOf([paragraph(''), bullets([]), [undefined, table(['A'], [])]])).toEqual([]);
});

it('fills a row that is too short, and a cell that is empty, with a dash', () => {
  const cell = (value: string) => ({ type: 'tableCell', children: [{ type: 'text', value }] });
  expect(table(['A', 'B'], [['', 7], ['c']])?.children.map(({ children }) => children)).toEqual([
    [cell('A'), cell('B')],
    [cell('–'), cell('7')],
    [cell('c'), cell('–')],
  ]);
});

it('anchors a heading by the names it is built from', () => {
  expect(heading(3, ['series', 'up{job="x"}'], 'Up').data).toEqual({ id: 'series-up-job-x' });
  expect(heading(2, ['appendix'], 'Appendix', true).data).toEqual({ id: 'appendix', folds: true });
});

it('cuts the long lines of an excerpt', () => {
  expect(fenced(`${'x'.repeat(500)}\r\nb`).value).toBe(`${'x'.repeat(399)}…\nb`);
});
