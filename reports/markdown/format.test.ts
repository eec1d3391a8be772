import { expect, it } from 'vitest';
import { code, cut, fenced, offset, percent, prose, table, utc } from './format.js';

it('shows text from outside as it is, without any of its markup', () => {
  const visible = (text: string) => prose(text).replaceAll('\u200b', '·');
  expect(visible('mysql_up{job="x"} > 1 | `a` *b* _c_ <b>&amp;')).toBe(
    'mysql_up{job="x"} &gt; 1 \\| \\`a\\` \\*b\\* \\_c\\_ &lt;b&gt;&amp;amp;',
  );
  expect(visible('ask @team about #12 at https://a.test, www.b.test')).toBe(
    'ask @·team about #·12 at https:·//a.test, www·.b.test',
  );
  expect(visible('0.1.0')).toBe('0.1.0');
  expect(['- a', '# b', '1. c'].map(visible)).toEqual(['\\- a', '\\# b', '1·. c']);
});

it('makes one line of several, without control characters and marks that turn the reading direction', () => {
  expect(prose('a\r\n\tb\u001b[31mred\u001b[0m\u0000 \u202egnp.exe')).toBe('a bred gnp.exe');
});

it('cuts long text, never inside a character', () => {
  expect(prose('x'.repeat(1_000))).toBe(`${'x'.repeat(239)}…`);
  expect(cut('ab😀cd', 4)).toBe('ab…');
});

it('fences code more strongly than what is in it', () => {
  expect(code('a `b` c')).toBe('``a `b` c``');
  expect(code('`')).toBe('`` ` ``');
  expect(code('')).toBe('–');
  expect(fenced('a\n````\nb')).toBe('`````text\na\n````\nb\n`````');
});

it('writes tables that GitHub reads, with every row of the same width', () => {
  expect(table(['A', 'B'], [['`a|b`', prose('c|d')], ['e']])).toBe('| A | B |\n| --- | --- |\n| `a\\|b` | c\\|d |\n| e | – |');
});

it('never rounds a share up to all or down to none', () => {
  expect([
    percent(0, 0),
    percent(0, 7),
    percent(7, 7),
    percent(1, 3),
    percent(999_999, 1_000_000),
    percent(1, 1_000_000),
  ]).toEqual(['–', '0 %', '100 %', '33.33 %', '> 99.99 %', '< 0.01 %']);
});

it('writes moments in UTC and offsets in seconds, both with milliseconds', () => {
  expect(utc(Date.UTC(2026, 10, 22, 22, 30, 15, 7))).toBe('2026-11-22 22:30:15.007 UTC');
  expect([offset(0), offset(1_204.4), offset(-80)]).toEqual(['+0.000 s', '+1.204 s', '−0.080 s']);
});
