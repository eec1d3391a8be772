import { describe, expect, it } from 'vitest';
import { acceptsAll, compileRegex, parseMatchers } from './matchers.js';

describe('parseMatchers reads', () => {
  it.each([
    ['severity="critical"', [{ name: 'severity', op: '=', value: 'critical' }]],
    ['severity = critical', [{ name: 'severity', op: '=', value: 'critical' }]],
    [' severity != "a, b" ', [{ name: 'severity', op: '!=', value: 'a, b' }]],
    ['alertname =~ "A|B(c){2}"', [{ name: 'alertname', op: '=~', value: 'A|B(c){2}' }]],
    ['alertname!~^Info.*', [{ name: 'alertname', op: '!~', value: '^Info.*' }]],
    [
      '{a="1", b!="2",}',
      [
        { name: 'a', op: '=', value: '1' },
        { name: 'b', op: '!=', value: '2' },
      ],
    ],
    [
      'a="1",b="2"',
      [
        { name: 'a', op: '=', value: '1' },
        { name: 'b', op: '=', value: '2' },
      ],
    ],
    ['"a label" = "b"', [{ name: 'a label', op: '=', value: 'b' }]],
    [String.raw`a="say \"hi\"\n"`, [{ name: 'a', op: '=', value: 'say "hi"\n' }]],
    ['a=', [{ name: 'a', op: '=', value: '' }]],
    ['a=""', [{ name: 'a', op: '=', value: '' }]],
    ['url=http://x:1/y', [{ name: 'url', op: '=', value: 'http://x:1/y' }]],
    ['{}', []],
  ])('%s', (text, matchers) => expect(parseMatchers(text)).toEqual(matchers));
});

describe('parseMatchers refuses', () => {
  it.each(['severity', 'severity == "x"x', '= "x"', 'a="1" b="2"', 'a="1', '{a="1"', 'a=1,,b=2'])('%s', (text) =>
    expect(parseMatchers(text)).toBeUndefined(),
  );
});

describe('acceptsAll', () => {
  const accepts = (text: string, labels: Record<string, string>) => acceptsAll(parseMatchers(text) ?? [], labels);

  it('anchors regular expressions', () => {
    expect(accepts('a=~"x|y"', { a: 'y' })).toBe(true);
    expect(accepts('a=~"x|y"', { a: 'xy' })).toBe(false);
    expect(accepts('a!~"x|y"', { a: 'xy' })).toBe(true);
  });

  it('treats a missing label as the empty text', () => {
    expect(accepts('a=""', {})).toBe(true);
    expect(accepts('a!="x"', {})).toBe(true);
    expect(accepts('a=~".*"', {})).toBe(true);
    expect(accepts('a=~".+"', {})).toBe(false);
  });

  it('understands the flags and names of Go', () => {
    expect(accepts('a=~"(?i)down"', { a: 'DOWN' })).toBe(true);
    expect(accepts('a=~"(?P<x>do)wn"', { a: 'down' })).toBe(true);
  });

  it('accepts nothing by what is not a regular expression', () => {
    expect(compileRegex('(')).toBeUndefined();
    expect(acceptsAll([{ name: 'a', op: '!~', value: '(' }], { a: 'x' })).toBe(false);
  });
});
