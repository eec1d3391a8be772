import { expect, test } from 'vitest';
import { placesIn } from './places.js';

test('places count lines and columns from 1', () => {
  const at = placesIn('ab\n\nc');
  expect([0, 1, 2, 3, 4, 5].map(at)).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 2 },
    { line: 1, column: 3 },
    { line: 2, column: 1 },
    { line: 3, column: 1 },
    { line: 3, column: 2 },
  ]);
});

test('an offset beyond the text is at its end', () => {
  expect(placesIn('ab\n')(99)).toEqual({ line: 2, column: 1 });
  expect(placesIn('')(7)).toEqual({ line: 1, column: 1 });
});
