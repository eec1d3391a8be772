import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REAL } from '../real/situations.js';
import { openTheatre, type Theatre } from '../real/stage.js';
import { sayRecorded } from '../recorded/recorded.js';
import { RECORDED } from '../recorded/situations.js';
import { type Scored, scoreTable } from '../score.js';
import { saidText } from '../situation.js';

// `npm run corpus`: every situation, and the score.

const scored: Scored[] = [];
afterAll(() => console.log(`\n${scoreTable(scored)}\n`));

describe('on recorded runs', () => {
  test.each(RECORDED)('$name', (situation) => {
    const said = sayRecorded(situation);
    scored.push({ situation, how: 'recorded', said });
    expect(saidText(said)).toBe(saidText(situation));
  });
});

describe('on a real stack', () => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre('supops-corpus');
  });
  afterAll(() => theatre.remove());

  test.each(REAL)('$name', async (situation) => {
    const place = scored.push({ situation, how: 'real' }) - 1;
    const said = await theatre.say(situation);
    scored[place] = { situation, how: 'real', said };
    expect(saidText(said)).toBe(saidText(situation));
  });
});
