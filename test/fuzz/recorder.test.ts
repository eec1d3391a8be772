import { expect, test } from 'vitest';
import { systemClock } from '../../core/time.js';
import { judge } from '../../scenarios/judge/judge.js';
import { alertmanagerClient } from '../../scenarios/observe/alertmanager.js';
import { inboxClient } from '../../scenarios/observe/inbox.js';
import { prometheusClient } from '../../scenarios/observe/prometheus.js';
import { startRecorder } from '../../scenarios/observe/recorder.js';
import { visitorsClient } from '../../scenarios/observe/visitors.js';
import type { RunEvent } from '../../scenarios/record/events.js';
import { readJournal } from '../../scenarios/record/journal.js';
import { buildRecord } from '../../scenarios/record/record.js';
import { tell } from '../../scenarios/story/tell.js';
import { circumstances, journalOf, type Timed, without } from '../../scenarios/testing/journals.js';
import { type HostileAnswer, startHostileServer } from './hostile-server.js';

// The real recorder and the real clients in front of programs that answer nonsense: the run is not passed, and nothing breaks.

const HOSTILE: Readonly<Record<string, HostileAnswer>> = {
  HTML: { type: 'text/html', body: '<html><body>Sign in</body></html>' },
  'nothing at all': { body: '' },
  'an empty list': { body: '[]' },
  'an empty object': { body: '{}' },
  'null and success': { body: '{"status":"success","data":null}' },
  'an answer of another type': {
    body: '{"status":"success","data":{"groups":{"0":1},"activeTargets":"none"},"records":{},"messages":[7]}',
  },
  'no groups and no targets': {
    body: '{"status":"success","data":{"groups":[],"activeTargets":[],"resultType":"vector","result":[]}}',
  },
  'status 500': { status: 500, body: 'oops' },
  'a redirect': { status: 302, location: '/login' },
  'a stream without an end': { how: 'endless', type: 'text/event-stream' },
  'half an answer': { how: 'cut', body: '{"status":"success",' },
  'one byte after another': { how: 'trickle', body: '{' },
  'no answer in time': { how: 'late' },
  'a connection that breaks': { how: 'reset' },
};

/** What the recorder writes within a moment. */
async function record(
  answer: HostileAnswer,
): Promise<{ readonly events: readonly RunEvent[]; readonly failures: readonly unknown[] }> {
  const hostile = await startHostileServer(answer);
  // The inbox answers at first: a run without its position does not begin.
  const inbox = await startHostileServer({ body: '{"inboxId":"a","messages":[],"dropped":0}' });
  const events: RunEvent[] = [];
  const failures: unknown[] = [];
  const prometheus = prometheusClient(hostile.url);
  const recorder = await startRecorder({
    supervised: { events: async () => (async function* () {})() },
    clients: {
      prometheus,
      alertmanager: alertmanagerClient(hostile.url),
      receipts: inboxClient(inbox.url),
      load: visitorsClient({ url: hostile.url, service: 'visitors', token: 't' }),
    },
    clock: systemClock,
    expectedAlerts: ['DatabaseDown'],
    absentSeries: async () => (await prometheus.query('up')).map(() => 'up'),
    append: async (event) => events.push(event),
    onFailure: (error) => failures.push(error),
  });
  inbox.answer = answer;
  await systemClock.sleep(2_800);
  await recorder.stop();
  await Promise.all([hostile.close(), inbox.close()]);
  return { events, failures };
}

/** What becomes of a run in which nothing else was seen. */
function judged(events: readonly RunEvent[]) {
  // Who answers nonsense has no raw samples of the window either.
  const own = without(circumstances(), ({ type }) => type === 'alerts-window');
  const lines = [...own, ...events.map((event, i): Timed => [0.3 + i / 1_000, event])];
  const journal = `${journalOf(lines)
    .map((line) => JSON.stringify(line))
    .join('\n')}\n`;
  const read = readJournal(journal);
  expect(read, 'every line can be read again').toHaveLength(lines.length);
  return judge(tell(buildRecord(read)));
}

test.concurrent.each(Object.entries(HOSTILE))('%s', { timeout: 30_000 }, async (_, answer) => {
  const { events, failures } = await record(answer);
  expect(failures).toEqual([]);
  const { outcome, verdicts } = judged(events);
  expect(outcome).toBe('inconclusive');
  expect(verdicts.filter(({ id, result }) => id === 'DatabaseDown' && result === 'met')).toEqual([]);
});
