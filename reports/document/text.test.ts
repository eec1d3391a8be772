import { expect, it } from 'vitest';
import { clause, cleanLines, cut, outside, sentence } from './text.js';

it('makes one line of several, without control characters and marks that turn the reading direction', () => {
  expect(outside('a\r\n\tb\u001b[31mred\u001b[0m\u0000 \u202egnp.exe')).toBe('a bred gnp.exe');
});

it('cuts long text, never inside a character', () => {
  expect(outside('x'.repeat(1_000))).toBe(`${'x'.repeat(239)}…`);
  expect(cut('ab😀cd', 4)).toBe('ab…');
});

it('keeps the lines of an excerpt, each cut for itself', () => {
  expect(cleanLines('a \r\n\u0007b\n\tcccc', 4)).toEqual(['a', 'b', '\tcc…']);
});

it('ends a sentence once, and a clause not at all', () => {
  expect(['it broke', 'it broke.', 'it broke!'].map(sentence)).toEqual(['it broke.', 'it broke.', 'it broke!']);
  expect(['it broke', 'it broke.'].map(clause)).toEqual(['it broke', 'it broke']);
});
