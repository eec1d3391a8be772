import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { alertmanagerClient } from '../../scenarios/observe/alertmanager.js';
import { alertChanges, alertmanagerAlertsByKey, alertmanagerChanges, alertsByKey } from '../../scenarios/observe/changes.js';
import { trackEvaluations } from '../../scenarios/observe/evaluations.js';
import { inboxClient } from '../../scenarios/observe/inbox.js';
import { prometheusClient } from '../../scenarios/observe/prometheus.js';
import { visitorsClient } from '../../scenarios/observe/visitors.js';
import { type RunEvent, readLine } from '../../scenarios/record/events.js';
import { ANSWERS } from './answers.js';
import { fuzz } from './fuzz.js';
import { type HostileAnswer, type HostileServer, startHostileServer } from './hostile-server.js';
import { oddValue, way, withOdd } from './odd.js';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

/** Fails unless a journal can hold the event and give it back. */
function expectRecordable(events: readonly RunEvent[]): void {
  for (const event of events)
    if (readLine(JSON.parse(JSON.stringify({ seq: 1, at: 1, mono: 1, ...event }))) === undefined)
      throw new Error(`not a line: ${JSON.stringify(event)}`);
}

/** Everything that a run asks, and what must hold of each answer that is taken for one. */
const QUESTIONS: Readonly<Record<keyof typeof ANSWERS, (url: URL) => Promise<void>>> = {
  rules: async (url) => {
    const rules = await prometheusClient(url).rules();
    trackEvaluations(new Set()).saw(rules);
    expectRecordable(alertChanges(new Map(), alertsByKey(rules)));
    for (const { name, health, forMs } of rules) expectTexts([name, health], [forMs]);
  },
  targets: async (url) => {
    for (const { job, instance, health, lastScrape } of await prometheusClient(url).targets())
      expectTexts([job, instance, health], [lastScrape]);
  },
  vector: async (url) => {
    for (const { labels, time } of await prometheusClient(url).query('up')) expectTexts(Object.values(labels), [time]);
  },
  matrix: async (url) => {
    const series = await prometheusClient(url).raw('up[1m]', 1_000);
    expectRecordable([{ type: 'series', name: 'up', query: 'up', unit: '', series }]);
  },
  alerts: async (url) => {
    const alerts = await alertmanagerClient(url).alerts();
    expectRecordable(alertmanagerChanges(new Map(), alertmanagerAlertsByKey(alerts)));
  },
  messages: async (url) => {
    const { messages, inboxId } = await inboxClient(url).messages();
    expectTexts([inboxId], []);
    expectRecordable(
      messages.map(({ seq, text, inboxId: _, ...rest }) => ({ type: 'receipt', message: seq, excerpt: text, ...rest })),
    );
  },
  load: async (url) => {
    const { rate, paths, endsAt } = await visitorsClient({ url, service: 'visitors', token: 't' }).load();
    expectTexts(paths, [rate, endsAt]);
  },
  records: async (url) => {
    const records = await visitorsClient({ url, service: 'visitors', token: 't' }).records(0);
    expectRecordable(records.map((record) => ({ type: 'load', record })));
  },
};

function expectTexts(texts: readonly unknown[], numbers: readonly unknown[]): void {
  for (const text of texts) if (typeof text !== 'string') throw new Error(`not a text: ${JSON.stringify(text)}`);
  for (const number of numbers) if (!Number.isFinite(number)) throw new Error(`not a number: ${String(number)}`);
}

type Question = keyof typeof ANSWERS;
const questions = Object.keys(QUESTIONS) as readonly Question[];

/** An error that says who did not answer, or an answer that holds. */
async function ask(question: Question, url: URL): Promise<'answered' | 'refused'> {
  try {
    await QUESTIONS[question](url);
    return 'answered';
  } catch (error) {
    if (!(error instanceof SupopsError) || error.exitCode !== EXIT.unavailable) throw error;
    expect(messageOf(error)).toMatch(/^(Prometheus|Alertmanager|the inbox|the load generator) at http/);
    return 'refused';
  }
}

fuzz(
  'an answer with an odd value is refused clearly, or can be recorded',
  { runs: 700, seed: 7_008 },
  fc.tuple(fc.constantFrom(...questions), fc.array(fc.tuple(way, oddValue), { minLength: 1, maxLength: 2 })),
  async ([question, odds]) => {
    const body = odds.reduce<unknown>((answer, [where, odd]) => withOdd(answer, where, odd), ANSWERS[question]);
    server.answer = { body: JSON.stringify(body) };
    await ask(question, server.url);
  },
);

const status = fc.constantFrom(200, 204, 206, 301, 302, 307, 400, 401, 404, 418, 429, 500, 502, 503, 599);
const type = fc.constantFrom('application/json', 'text/html', 'text/plain; charset=utf-16', 'application/octet-stream', '');
const body = fc.oneof(
  fc.constantFrom(
    '',
    '<html><body>Bad gateway</body></html>',
    'null',
    '[',
    '{"status":"success"}',
    '"x"',
    '\uFEFF{}',
    '{}',
    '[]',
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.constantFrom('['.repeat(20_000), `{"status":"success","data":"${'x'.repeat(1_000_000)}"}`, '{"a":'.repeat(20_000)),
  fc.uint8Array({ maxLength: 50 }),
);

fuzz(
  'an answer of another kind, or with another status, is refused clearly',
  { runs: 400, seed: 7_009 },
  fc.record({ question: fc.constantFrom(...questions), status, type, body }),
  async ({ question, ...answer }) => {
    server.answer = { ...answer, location: '/elsewhere' };
    const said = await ask(question, server.url);
    // An empty list is an answer: Alertmanager holds nothing.
    if (said === 'answered' && String(answer.body).trim() !== '[]')
      throw new Error(`taken for an answer: ${String(answer.body)}`);
  },
);

const HOSTILE: Readonly<Record<string, HostileAnswer>> = {
  'that comes late': { how: 'late' },
  'that trickles and never ends': { how: 'trickle', body: '[' },
  'that trickles after it was complete': { how: 'trickle', body: '[]' },
  'without an end': { how: 'endless' },
  'that is cut': { how: 'cut', body: '[{"a":1}' },
  'that breaks off before it begins': { how: 'reset' },
  'that leads in a circle': { status: 302, location: '/again' },
  'that leads to another host': { status: 307, location: 'http://192.0.2.1/' },
};

test.each(Object.entries(HOSTILE))('an answer %s is refused within 4 s', { timeout: 20_000 }, async (_, answer) => {
  const own = await startHostileServer(answer);
  try {
    const start = performance.now();
    const said = await Promise.all(questions.map((question) => ask(question, own.url)));
    expect(said).toEqual(questions.map(() => 'refused'));
    expect(performance.now() - start).toBeLessThan(4_000);
  } finally {
    await own.close();
  }
});
