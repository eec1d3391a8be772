import { expect, it } from 'vitest';
import { buildRecord } from '../../scenarios/record/record.js';
import { monitoring } from '../../scenarios/testing/journals.js';
import { BEFORE } from '../testing/db-down.js';
import { journalOf, START } from '../testing/journal.js';
import { blindness } from './blindness.js';
import { viewOf } from './view.js';

it('tells from when to when each source, rule and series was missing, however often that changed', () => {
  const lines = journalOf([
    ...BEFORE,
    [5_000, monitoring({ sources: { prometheus: 'does not answer' }, absentSeries: ['up'] })],
    [6_000, monitoring({ sources: { prometheus: 'does not answer' } })],
    [7_000, monitoring({ unhealthyRules: ['DatabaseDown'] })],
    [8_000, monitoring({ absentSeries: ['up'] })],
  ]);
  expect(blindness(viewOf(buildRecord(lines), []))).toEqual([
    { kind: 'source', name: 'prometheus', from: START + 5_000, to: START + 7_000 },
    { kind: 'series', name: 'up', from: START + 5_000, to: START + 6_000 },
    { kind: 'rule', name: 'DatabaseDown', from: START + 7_000, to: START + 8_000 },
    { kind: 'series', name: 'up', from: START + 8_000 },
  ]);
});
