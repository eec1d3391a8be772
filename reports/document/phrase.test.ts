import { expect, it } from 'vitest';
import { code, codes, enumerated, joined, nodesOf, phrase, strong } from './phrase.js';

const text = (value: string) => ({ type: 'text', value });
const inlineCode = (value: string) => ({ type: 'inlineCode', value });

it('makes one text of what touches, figures too, and keeps nodes where they stand', () => {
  expect(nodesOf(phrase`run ${code('a1')} took ${3} s, ${'as'} ${strong('planned')}${''}`)).toEqual([
    text('run '),
    inlineCode('a1'),
    text(' took 3 s, as '),
    { type: 'strong', children: [text('planned')] },
  ]);
});

it('takes what cannot be seen out of every text', () => {
  expect(nodesOf(phrase`a${'\u202e\n'}b`)).toEqual([text('a b')]);
});

it('joins what is there, and nothing else', () => {
  expect(nodesOf(joined(['a', undefined, '', 'b', code('c')], '; '))).toEqual([text('a; b; '), inlineCode('c')]);
});

it('enumerates as English does', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => nodesOf(enumerated(words)))).toEqual([
    [],
    [text('a')],
    [text('a and b')],
    [text('a, b and c')],
  ]);
  expect(nodesOf(codes(['a', 'b']))).toEqual([inlineCode('a'), text(' and '), inlineCode('b')]);
});

it('shows a dash for a name that is not there', () => {
  expect(nodesOf(code(' \n'))).toEqual([text('–')]);
});
