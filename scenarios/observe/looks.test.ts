import { expect, test } from 'vitest';
import type { RunEvent } from '../record/events.js';
import type { Clients } from './clients.js';
import { trackEvaluations } from './evaluations.js';
import { looksOf } from './looks.js';
import { createMemory } from './memory.js';
import type { RuleState } from './prometheus.js';

const firing = {
  group: 'g',
  name: 'DatabaseDown',
  health: 'ok',
  lastEvaluation: 1,
  alerts: [{ labels: {}, state: 'firing', activeAt: 1, value: '1', annotations: { summary: 'The database is gone' } }],
} as unknown as RuleState;

/** Looks at sources that answer as these functions say; every written event is kept. */
function lookingAt(parts: { rules(): Promise<readonly RuleState[]>; count(): Promise<readonly string[]> }) {
  const written: RunEvent[] = [];
  const append = async (event: RunEvent) => void written.push(event);
  const memory = createMemory(['prometheus', 'alertmanager'], append);
  const clients = {
    prometheus: { rules: parts.rules, targets: async () => [] },
    alertmanager: { alerts: async () => [] },
  } as unknown as Clients;
  const looks = looksOf({
    clients,
    memory,
    evaluations: trackEvaluations(new Set()),
    expectedAlerts: ['DatabaseDown'],
    loadAfter: 0,
    absentSeries: parts.count,
    append,
  });
  return { written, memory, look: async () => void (await Promise.all(looks.map((one) => one.look()))) };
}

test('a query error is not an empty answer: it ends no alert, misses no rule and makes no series absent', async () => {
  let broken = false;
  const answer = async <T>(value: T): Promise<T> => {
    if (broken) throw new Error('HTTP 503');
    return value;
  };
  const { written, memory, look } = lookingAt({ rules: () => answer([firing]), count: () => answer<readonly string[]>([]) });
  await look();
  broken = true;
  await look();
  expect(written.map((event) => (event.type === 'alert' ? `${event.alertname} ${event.state}` : event.type))).toEqual([
    'DatabaseDown firing',
    'monitoring',
  ]);
  expect(memory.latest().monitoring).toEqual({
    sources: { prometheus: 'HTTP 503', alertmanager: 'ok' },
    unhealthyRules: [],
    missingRules: [],
    downTargets: [],
    absentSeries: [],
  });
});

test('an empty answer is one: the alert has ended', async () => {
  let rules: readonly RuleState[] = [firing];
  const { written, look } = lookingAt({ rules: async () => rules, count: async () => [] });
  await look();
  rules = [{ ...firing, alerts: [] }];
  await look();
  expect(written.map((event) => (event.type === 'alert' ? event.state : event.type))).toEqual(['firing', 'inactive']);
});

test('an alert is written with its annotations, as Prometheus rendered them', async () => {
  const { written, look } = lookingAt({ rules: async () => [firing], count: async () => [] });
  await look();
  expect(written[0]).toMatchObject({ type: 'alert', annotations: { summary: 'The database is gone' } });
});
