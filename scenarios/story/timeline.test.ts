import { expect, test } from 'vitest';
import { KILL_DB } from '../testing/journals.js';
import type { FaultStory } from './story.js';
import { lastStepAt } from './timeline.js';

const fault = (more: Partial<FaultStory>): FaultStory => ({
  spec: KILL_DB,
  victims: [],
  records: [],
  interference: [],
  ...more,
});
const spec = { ...KILL_DB, forMs: 5_000 };

test('the last step is the last injection, whatever the repair did afterwards', () => {
  expect(lastStepAt([fault({ injectedAt: 3_000, undoneAt: 9_000 }), fault({ injectedAt: 1_000 })])).toBe(3_000);
});

test('the end of a fault that ends by itself is a step, too', () => {
  expect(lastStepAt([fault({ spec, injectedAt: 1_000, undoneAt: 6_000 }), fault({ injectedAt: 3_000 })])).toBe(6_000);
});

test('there is no last step while one is still to come', () => {
  expect(lastStepAt([fault({ spec, injectedAt: 1_000 })])).toBeUndefined();
  expect(lastStepAt([fault({ injectedAt: 1_000 }), fault({})])).toBeUndefined();
  expect(lastStepAt([])).toBeUndefined();
});
