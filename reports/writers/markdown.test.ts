import type { RootContent } from 'mdast';
import { expect, it } from 'vitest';
import { type Blocks, blocksOf, bullets, callout, fenced, heading, paragraph, table } from '../document/blocks.js';
import { code, type Phrase, phrase, strong } from '../document/phrase.js';
import { shapeOf, treeOf, withoutBreaks } from '../testing/markdown-tree.js';
import { MARKDOWN_FILE, markdown } from './markdown.js';

const print = (...blocks: readonly Blocks[]) => {
  const children: RootContent[] = blocksOf(blocks);
  const facts = { run: 'r', scenario: 's', state: 'passed', startedAt: 0, durationMs: 0, verdicts: [], findings: [] } as const;
  return markdown({ ...facts, content: { type: 'root', children } }).get(MARKDOWN_FILE);
};
const sentence = (content: Phrase) => `${print(paragraph(content))}`.trimEnd().replaceAll('\u200b', '·');

it('shows text as it is, without any of its markup', () => {
  expect(sentence('mysql_up{job="x"} > 1 | `a` *b* _c_ ~~d~~ <b>&amp; [e](f) ![g](h) $i$')).toBe(
    'mysql_up{job="x"} > 1 | \\`a\\` \\*b\\* \\_c\\_ \\~\\~d\\~\\~ \\<b>\\&amp; \\[e]\\(f) !\\[g]\\(h) \\$i\\$',
  );
  expect(['- a', '+ a', '# b', '1. c', '1) c', '> d', '---', '=', '| e'].map(sentence)).toEqual([
    '\\- a',
    '\\+ a',
    '\\# b',
    '1\\. c',
    '1\\) c',
    '\\> d',
    '\\---',
    '\\=',
    '\\| e',
  ]);
});

it('breaks what GitHub would make a mention, a reference or a link, also where an escape does not help', () => {
  expect(sentence('ask @team about #12 at https://a.test, WWW.b.test, on-call@c.test')).toBe(
    'ask @·team about #·12 at https:·//a.test, WWW·.b.test, on-call@·c.test',
  );
  expect(sentence('0.1.0, #tag, a @ b')).toBe('0.1.0, #tag, a @ b');
});

it('fences code more strongly than what is in it', () => {
  expect(sentence(code('a `b` c'))).toBe('``a `b` c``');
  expect(sentence(code('`'))).toBe('`` ` ``');
  expect(print(fenced('a\n````\nb'))).toBe('`````text\na\n````\nb\n`````\n');
});

it('writes tables that GitHub reads, with pipes escaped in code too', () => {
  expect(print(table(['A', 'B'], [[code('a|b'), 'c|d'], ['e']]))).toBe(
    '| A | B |\n| - | - |\n| `a\\|b` | c\\|d |\n| e | – |\n',
  );
});

it('writes call-outs as GitHub spells them', () => {
  expect(print(callout('caution', phrase`${strong('Look')} at ${code('db')}.`))).toBe('> [!CAUTION]\n> **Look** at `db`.\n');
});

it('writes headings and lists without blank lines inside', () => {
  expect(print(heading(2, ['a'], 'A #'), bullets(['one', phrase`${code('two')} [x]`]))).toBe(
    '## A \\#\n\n- one\n- `two` \\[x]\n',
  );
});

// What GitHub's Markdown knows, in every pair, in each place where text from outside can stand.
const PIECES = [
  '`',
  '``',
  '*',
  '**',
  '_',
  '~~',
  '|',
  '\\',
  '[',
  '](x)',
  '![',
  '<b>',
  '<!--',
  '&lt;',
  '#',
  '- ',
  '1. ',
  '$',
  '[^1]',
  'a',
  ' ',
];

it('is read as it was meant, whatever stands next to what', () => {
  const pairs = PIECES.flatMap((a) => PIECES.map((b) => `${a}${b}`)).filter((pair) => pair.trim() !== '');
  const children = pairs.flatMap((pair) =>
    blocksOf([
      paragraph(`${pair.trim()}x`),
      paragraph(phrase`x ${strong(`x${pair}x`)} ${pair.trim()}`),
      // GFM has no spelling for a backslash before a pipe in the code of a table.
      table(['x'], [[phrase`${pair.trim()} ${code(pair.replace('\\|', '|'))}`]]),
    ]),
  );
  expect(withoutBreaks(treeOf(`${print(children)}`))).toEqual(shapeOf({ type: 'root', children }));
});
