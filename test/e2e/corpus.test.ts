import { afterAll, beforeAll, expect, test } from 'vitest';
import { REAL } from '../corpus/real/situations.js';
import { openTheatre, type Theatre } from '../corpus/real/stage.js';
import { saidText } from '../corpus/situation.js';

// A few situations of the verdict corpus, one of each topic; `npm run corpus` makes all of them.

const SAMPLE = ['real: exporter that lies', 'real: muted, and never fired', 'real: exporter stopped in mid-run'];

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre('supops-e2e-corpus');
});
afterAll(() => theatre.remove());

test('the sample exists', () => {
  expect(REAL.map(({ name }) => name)).toEqual(expect.arrayContaining(SAMPLE));
});

test.each(REAL.filter(({ name }) => SAMPLE.includes(name)))('$name: $wrong', async (situation) => {
  expect(saidText(await theatre.say(situation))).toBe(saidText(situation));
});
