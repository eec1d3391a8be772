import { describe, expect, it } from 'vitest';
import { buildRecord } from '../record/record.js';
import { tell } from '../story/tell.js';
import { journalOf, passingRun } from '../testing/journals.js';
import { judge } from './judge.js';

const lines = journalOf(passingRun());
const outcomeOf = (changed: typeof lines) => {
  const { outcome, findings } = judge(tell(buildRecord(changed)));
  return [outcome, ...findings.map(({ message }) => message)];
};

describe('the clock of a run', () => {
  it('that was set in between leaves nothing certain', () => {
    const set = lines.map((line, i) => (i < 10 ? line : { ...line, mono: line.mono - 90_000 }));
    expect(outcomeOf(set)).toEqual([
      'inconclusive',
      'the clock jumped by 1 min 30 s during the run: no span of it can be trusted',
    ]);
  });

  it('may drift by a second', () => {
    expect(outcomeOf(lines.map((line, i) => ({ ...line, mono: line.mono + i * 10 })))).toEqual(['passed']);
  });
});
