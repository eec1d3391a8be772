import { expect, it } from 'vitest';
import { selectorsIn } from './selectors.js';

const written = (expr: string) =>
  selectorsIn(expr)?.map(({ name, matchers }) => [name, ...matchers.map((one) => `${one.name}${one.op}${one.value}`)]);

it.each([
  ['up', [['up', '__name__=up']]],
  ['up{}', [['up', '__name__=up']]],
  [`up{job="a", x=~'b|c', y!=\`d\\\`, z!~"e"}`, [['up', '__name__=up', 'job=a', 'x=~b|c', 'y!=d\\', 'z!~e']]],
  ['{__name__="up", job="a"}', [['up', '__name__=up', 'job=a']]],
  ['{__name__=~"a|b"}', [[undefined, '__name__=~a|b']]],
  ['{"my.metric", "my.label"="a"}', [['my.metric', '__name__=my.metric', 'my.label=a']]],
  [String.raw`up{job=~"a\\.b\n\"c\""}`, [['up', '__name__=up', 'job=~a\\.b\n"c"']]],
  [
    'sum(rate(a[5m])) / max_over_time(b{job="x"}[1h:1m]) offset 1d',
    [
      ['a', '__name__=a'],
      ['b', '__name__=b', 'job=x'],
    ],
  ],
  ['vector(1)', []],
])('the selectors of %s', (expr, selectors) => expect(written(expr)).toEqual(selectors));

it('an expression that cannot be parsed has none that are known', () => expect(selectorsIn('rate(a[')).toBeUndefined());
