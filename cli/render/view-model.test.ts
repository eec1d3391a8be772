import { describe, expect, test } from 'vitest';
import { dbDownRun } from '../testing/db-down-run.js';
import { type ChecklistItem, checklist } from './checklist.js';
import { emptyView, type RenderEvent, reduce, storyOf, type View } from './view-model.js';

const after = (events: readonly RenderEvent[]): View =>
  events.reduce((view, event, i) => reduce(view, event, i * 100), emptyView('db-down', 0));

const lines = (count: number): View =>
  after(
    dbDownRun()
      .slice(0, count)
      .map((line) => ({ kind: 'line', line })),
  );

const upTo = (last: (line: ReturnType<typeof dbDownRun>[number]) => boolean) => lines(dbDownRun().findIndex(last) + 1);

const checklistOf = (view: View): readonly ChecklistItem[] => {
  const story = storyOf(view);
  return story ? checklist(story) : [];
};

describe('steps of deploying', () => {
  test('keep their order and the time at which their status began', () => {
    const view = after([
      { kind: 'progress', progress: { subject: 'service db', status: 'working' } },
      { kind: 'progress', progress: { subject: 'service front', status: 'waiting', detail: 'db' } },
      { kind: 'progress', progress: { subject: 'service db', status: 'working', detail: 'query' } },
      { kind: 'progress', progress: { subject: 'service front', status: 'done' } },
    ]);
    expect(view.steps).toEqual([
      { subject: 'service db', status: 'working', detail: 'query', since: 0 },
      { subject: 'service front', status: 'done', since: 300, endedAt: 300 },
    ]);
  });
});

describe('the checklist of a run', () => {
  test('is complete as soon as the run has started, with what is expected and when', () => {
    expect(checklistOf(lines(1))).toEqual([
      {
        id: 'DatabaseDown',
        alert: 'DatabaseDown {service="db", severity="critical"}',
        expected: 'fires and is notified via e-mail and Slack between 3.0 s and 8.5 s after the fault, then resolves',
        state: 'waiting',
        channels: [{ channel: 'email' }, { channel: 'slack' }],
      },
      {
        id: 'ApiErrorRateHigh',
        alert: 'ApiErrorRateHigh',
        expected: 'is muted by DatabaseDown',
        state: 'waiting',
        channels: [],
      },
    ]);
  });

  test('does not count what an alert did before the fault', () => {
    const view = upTo((line) => line.type === 'alert');
    expect(storyOf(view)?.injectedAt).toBeUndefined();
    expect(checklistOf(view)[0]?.state).toBe('waiting');
  });

  test('shows each channel as its message arrives, in ms from the fault', () => {
    const view = upTo((line) => line.type === 'receipt' && line.channel === 'email' && line.alerts[0]?.fingerprint === 'f00d');
    expect(checklistOf(view)[0]).toMatchObject({
      state: 'firing',
      channels: [{ channel: 'email', firingMs: 4_200 }, { channel: 'slack' }],
    });
  });

  test('ignores a message about another alert of the same name', () => {
    const view = upTo((line) => line.type === 'receipt');
    expect(checklistOf(view)[0]?.channels).toEqual([{ channel: 'email' }, { channel: 'slack' }]);
  });

  test('says muted while Alertmanager suppresses, and resolved at the end', () => {
    const muted = upTo((line) => line.type === 'notification-state' && line.state === 'suppressed');
    expect(checklistOf(muted)[1]?.state).toBe('muted');
    const end = lines(dbDownRun().length);
    expect(checklistOf(end)[0]).toMatchObject({
      state: 'resolved',
      channels: [
        { channel: 'email', firingMs: 4_200, resolvedMs: 12_000 },
        { channel: 'slack', firingMs: 4_300 },
      ],
    });
    expect(end.outcome).toBe('passed');
  });

  test('names what is waited for until the phase is over', () => {
    const waiting = upTo((line) => line.type === 'waiting');
    expect(waiting.waiting).toMatchObject({ for: 'DatabaseDown', limitMs: 9_500 });
    expect(upTo((line) => line.type === 'phase' && line.phase === 'detect' && line.status === 'ended').waiting).toBeUndefined();
  });
});
