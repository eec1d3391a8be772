import { expect, test } from 'vitest';
import { isMeant, questionOf, refusalOf, takeMessage, withLength } from './message.js';

/** A query for an address of `DB.shop`, with an additional record (EDNS). */
const QUERY = Buffer.from(
  '1234 0120 0001 0000 0000 0001 02 4442 04 73686f70 00 0001 0001 00 0029 04d0 0000 0000 0000'.replaceAll(' ', ''),
  'hex',
);

test('reads the name of a question', () => {
  expect(questionOf(QUERY)).toEqual({ name: 'db.shop', end: 25 });
});

test.each([
  ['an empty message', Buffer.alloc(0)],
  ['an answer', Buffer.from(QUERY).fill(0x81, 2, 3)],
  ['two questions', Buffer.from(QUERY).fill(2, 5, 6)],
  ['a name that ends in the middle', QUERY.subarray(0, 15)],
  ['a name without type and class', QUERY.subarray(0, 22)],
  ['a name that refers to another one', Buffer.from(QUERY).fill(0xc0, 12, 13)],
])('finds no question in %s', (_, message) => {
  expect(questionOf(message)).toBeUndefined();
});

test('refuses with the question and nothing else', () => {
  const question = questionOf(QUERY);
  if (question === undefined) throw new Error('no question');
  expect(refusalOf(QUERY, question, 'nxdomain').toString('hex')).toBe('1234818300010000000000000244420473686f700000010001');
  expect(refusalOf(QUERY, question, 'servfail')[3]).toBe(0x82);
});

test('chooses names whatever their case, and everything below one', () => {
  expect(['db.shop', 'shop', 'xshop'].map((name) => isMeant(name, ['*.SHOP']))).toEqual([true, false, false]);
  expect(isMeant('db', ['DB.'])).toBe(true);
  expect(isMeant('anything', [])).toBe(true);
});

test('takes messages from a stream as they become whole', () => {
  const stream = Buffer.concat([withLength(Buffer.from('one')), withLength(Buffer.from('two'))]);
  const first = takeMessage(stream);
  expect([first?.message.toString(), first?.rest.length]).toEqual(['one', 5]);
  expect(takeMessage(stream.subarray(0, 4))).toBeUndefined();
  expect(takeMessage(stream.subarray(0, 1))).toBeUndefined();
});
