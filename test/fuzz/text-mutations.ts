import fc from 'fast-check';

/** A change of a text. */
export type Mutation = (text: string) => string;

/** What no author means to write, and some programs do not survive. */
const NASTY = [
  '\0',
  '\t',
  '\r\n',
  '\uFEFF',
  '\u202E',
  '\uD800',
  '😱',
  'İ',
  '{{ template',
  '{{',
  '*a',
  '&a',
  '<<: *a',
  '---\n',
  '...\n',
  '!!binary x',
  '!!js/function x',
  '? ',
  ': ',
  '- ',
  '#',
  '|\n',
  '>-\n',
  '"',
  "'",
  '`',
  '[',
  ']',
  '{',
  '}',
  '%',
  '0x1F',
  '1e400',
  '-0',
  '.nan',
  '9'.repeat(400),
  `${'1'.repeat(30)}d`,
  '__proto__',
  'constructor',
  'toString',
  '('.repeat(3_000),
  '['.repeat(3_000),
  '- '.repeat(3_000),
  'a: '.repeat(200),
  'x'.repeat(200_000),
  '99999999999999999999y',
] as const;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 8 }));

const at = (text: string, share: number): number => Math.min(text.length, Math.floor(share * (text.length + 1)));

/** Something is put in at a place, or instead of what stands there. */
const splice = fc.tuple(place, fc.nat({ max: 40 }), fc.oneof(fc.constant(''), nasty)).map(([share, length, by]): Mutation => {
  return (text) => text.slice(0, at(text, share)) + by + text.slice(at(text, share) + length);
});

/** Whole lines are removed, doubled, moved or indented. */
const lines = fc
  .tuple(place, place, fc.constantFrom('remove', 'double', 'move', 'indent', 'dedent', 'tab'))
  .map(([from, to, how]): Mutation => {
    return (text) => {
      const all = text.split('\n');
      const i = Math.min(all.length - 1, at(text, from) % all.length);
      const [line = ''] = all.splice(i, 1);
      const j = Math.floor(to * (all.length + 1));
      if (how === 'double') all.splice(i, 0, line, line);
      if (how === 'move') all.splice(j, 0, line);
      if (how === 'indent') all.splice(i, 0, `  ${line}`);
      if (how === 'dedent') all.splice(i, 0, line.replace(/^ {2}/, ''));
      if (how === 'tab') all.splice(i, 0, `\t${line}`);
      return all.join('\n');
    };
  });

/** The text ends too soon. */
const cut = place.map(
  (share): Mutation =>
    (text) =>
      text.slice(0, at(text, share)),
);

/** Mutations of a text as text. */
export const textMutation: fc.Arbitrary<Mutation> = fc.oneof(
  { arbitrary: splice, weight: 4 },
  { arbitrary: lines, weight: 3 },
  { arbitrary: cut, weight: 1 },
);
