import { describe, expect, test, vi } from 'vitest';
import type { FaultKind } from '../faults/fault.js';
import { FAULT_KINDS } from '../faults/registry.js';
import type { FaultSpec } from '../model/fault.js';
import { at, engine, fault, journalOf, KILL_DB, type Timed, victim } from '../testing/journals.js';
import { faultStories } from './faults.js';

const KILL_CACHE: FaultSpec = { ...KILL_DB, id: 'kill-cache', target: { service: 'cache', instances: 'all' }, atMs: 4_000 };

const storyOf = (events: readonly Timed[], ...faults: readonly FaultSpec[]) =>
  faultStories(faults.length === 0 ? [KILL_DB] : faults, journalOf(events));

const life = (service: string, from: number, to: number): readonly Timed[] => [
  fault('planned', from - 0.3, service),
  fault('applying', from - 0.2, service),
  engine('signalled', service, from),
  engine('ended', service, from + 0.1),
  fault('active', from + 0.2, service),
  fault('undoing', to, service),
  engine('changed', service, to + 0.1),
  engine('started', service, to + 0.2),
  fault('undone', to + 0.5, service),
];

describe('the story of a fault', () => {
  test('takes its times from the events that the fault and its undo explain', () => {
    expect(storyOf(life('db', 0, 12))).toMatchObject([
      { status: 'undone', injectedAt: at(0), undoingAt: at(12), undoneAt: at(12.2), interference: [] },
    ]);
  });

  test('has no time if there is no evidence that it happened', () => {
    const [story] = storyOf([fault('planned', -1), fault('applying', -0.5), fault('active', 0)]);
    expect(story).toMatchObject({ status: 'active', appliedAt: at(-0.5) });
    expect(story?.injectedAt).toBeUndefined();
  });

  test('is kept apart from that of another fault of the same run', () => {
    const stories = storyOf([...life('db', 0, 12), ...life('cache', 4, 9)], KILL_DB, KILL_CACHE);
    expect(stories.map(({ spec, injectedAt, undoneAt }) => [spec.id, injectedAt, undoneAt])).toEqual([
      ['kill-db', at(0), at(12.2)],
      ['kill-cache', at(4), at(9.2)],
    ]);
  });

  test('ends when the last of its victims is back', () => {
    const targets = [victim('db', 'one'), { ...victim('db', 'two'), instance: 'db-2' }];
    const records = targets.map((target) => ({ kind: 'start', target, args: {} }));
    const of = (status: 'applying' | 'undoing', seconds: number) => fault(status, seconds, 'db', { targets, records });
    const second = ([seconds, event]: Timed): Timed => [seconds, { ...event, instance: 'db-2' } as Timed[1]];
    const events = [
      of('applying', -0.2),
      engine('signalled', 'db', 0, 'one'),
      second(engine('signalled', 'db', 0.4, 'two')),
      of('undoing', 5),
      engine('started', 'db', 5.1, 'one'),
      second(engine('started', 'db', 5.6, 'two')),
    ];
    expect(storyOf(events)).toMatchObject([{ injectedAt: at(0), undoneAt: at(5.6) }]);
  });

  test('names what somebody else did to a victim while the fault was active', () => {
    const interfered = [...life('db', 0, 12), engine('started', 'db', 6), engine('started', 'db', 7, 'other')];
    expect(storyOf(interfered)[0]?.interference).toEqual([
      { instance: 'db', at: at(6), replaced: false },
      { instance: 'db', at: at(7), replaced: true },
    ]);
    expect(storyOf([...life('db', 0, 12), engine('started', 'cache', 6)])[0]?.interference).toEqual([]);
  });

  test('is not hidden by a kind that starts its victims: after the proof a start is another one, and a replacement always is', () => {
    const [kind] = FAULT_KINDS;
    const explains = vi.spyOn(kind as FaultKind, 'explains').mockReturnValue(true);
    try {
      const proven: Timed = [0.4, { type: 'proof', fault: 'kill-db', proof: { proven: true, evidence: 'seen', at: at(0) } }];
      const early = [...life('db', 0, 12), proven, engine('started', 'db', 0.1)];
      expect(storyOf(early)[0]?.interference).toEqual([]);
      const late = [...early, engine('started', 'db', 6), engine('started', 'db', 7, 'other')];
      expect(storyOf(late)[0]?.interference).toEqual([
        { instance: 'db', at: at(6), replaced: false },
        { instance: 'db', at: at(7), replaced: true },
      ]);
    } finally {
      explains.mockRestore();
    }
  });

  test('that goes on starting its victims explains a start until the repair, and still no replacement', () => {
    const spec: FaultSpec = { ...KILL_DB, kind: 'app', params: { leak: 20 } };
    const proven: Timed = [0.4, { type: 'proof', fault: 'kill-db', proof: { proven: true, evidence: 'seen', at: at(0) } }];
    const started = [...life('db', 0, 12), proven, engine('started', 'db', 6), engine('started', 'db', 7, 'other')];
    expect(storyOf(started, spec)[0]?.interference).toEqual([{ instance: 'db', at: at(7), replaced: true }]);
  });

  test('of a kind that this version does not know takes its time from the proof', () => {
    const unknown: FaultSpec = { ...KILL_DB, kind: 'unheard-of' };
    const proof: Timed = [0.3, { type: 'proof', fault: 'kill-db', proof: { proven: true, evidence: 'seen', at: at(0.1) } }];
    expect(storyOf([...life('db', 0, 12), proof], unknown)).toMatchObject([{ injectedAt: at(0.1), undoneAt: at(12.2) }]);
  });
});
