import { describe, expect, it } from 'vitest';
import type { Expectation } from '../model/scenario.js';
import type { RunEvent } from '../record/events.js';
import {
  carried,
  DATABASE_DOWN,
  DATABASE_LABELS,
  ERRORS_MUTED,
  passingRun,
  scenario,
  type Timed,
} from '../testing/journals.js';
import { messagesOf, summary } from '../testing/judging.js';

const URL = 'https://github.com/supops/supops/blob/main/docs/runbooks/DatabaseDown.md';
const ANNOTATIONS = { summary: 'The database db is gone', runbook_url: URL };
const expecting = (more: Partial<Expectation>) => scenario({ expect: [{ ...DATABASE_DOWN, ...more }, ERRORS_MUTED] });

type Receipt = Extract<RunEvent, { type: 'receipt' }>;

/** The passing run with annotations, and with a change to the messages that say that the database is down. */
const runWith = (change: (receipt: Receipt) => Receipt = (same) => same, annotations: object | undefined = ANNOTATIONS) =>
  passingRun().map(([seconds, event]): Timed => {
    if (event.type === 'alert' && event.alertname === 'DatabaseDown' && annotations)
      return [seconds, { ...event, annotations: annotations as Record<string, string> }];
    return [seconds, event.type === 'receipt' ? change({ ...event, excerpt: `Runbook: ${URL}` }) : event];
  });
const onSlack =
  (change: Partial<Receipt>) =>
  (receipt: Receipt): Receipt =>
    receipt.channel === 'slack' ? { ...receipt, ...change } : receipt;

describe('annotations', () => {
  it('that are wanted are met by the exact text or by a pattern', () => {
    expect(summary(runWith(), expecting({ annotations: { summary: 'The database db is gone' } }))).toBe('passed');
    expect(summary(runWith(), expecting({ annotations: { summary: '/DATABASE .* gone$/i' } }))).toBe('passed');
  });

  it('that are missing or different are a finding with their texts', () => {
    const of = expecting({ annotations: { summary: 'gone', description: '/./', runbook_url: '/wiki/' } });
    expect(summary(runWith(), of)).toBe('failed\nDatabaseDown: missed annotation-mismatch');
    expect(messagesOf(runWith(), of)).toEqual([
      'DatabaseDown{service="db", severity="critical"} fired with summary "The database db is gone", instead of "gone", no annotation description and runbook_url "https://github.com/supops/supops/blob/main/docs/runbooks/DatabaseDown.md", which does not match /wiki/',
    ]);
  });

  it('that nobody saw are unknown', () => {
    const of = expecting({ annotations: { summary: 'gone' } });
    expect(summary(passingRun(), of)).toBe('inconclusive\nDatabaseDown: unknown monitoring-blind');
  });
});

describe('a template', () => {
  it.each(['<no value>', '{{ .Labels.service }}', '{{ template "x"', '<error expanding template: no such function>'])(
    'that was not rendered is a finding: %s',
    (left) => {
      const broken = runWith(onSlack({ subject: `[firing] on ${left}` }));
      expect(summary(broken)).toBe('failed\nDatabaseDown: missed template-broken template-broken');
      expect(messagesOf(broken)[0]).toContain(`message 2 (Slack) about DatabaseDown`);
      expect(messagesOf(broken)[0]).toContain(left);
    },
  );

  it('is looked at in every message about the alert, also in that of its end', () => {
    const broken = runWith((receipt) => (receipt.message === 4 ? { ...receipt, excerpt: 'on <no value>' } : receipt));
    expect(messagesOf(broken)).toEqual([
      'message 4 (Slack) about DatabaseDown{service="db", severity="critical"} shows a template that was not rendered: <no value>',
    ]);
  });

  it('may be broken where the scenario says so', () => {
    const broken = runWith(onSlack({ subject: '<no value>' }));
    expect(summary(broken, expecting({ rendered: false }))).toBe('passed');
  });
});

describe('a message', () => {
  const shared = runWith((receipt) =>
    receipt.message === 2
      ? { ...receipt, alerts: [...receipt.alerts, carried('SiteProbeFailing', { service: 'front' }, 'firing', [3])] }
      : receipt,
  );

  it('that is also about an alert of another name is a finding: they are grouped', () => {
    expect(summary(shared)).toBe('failed\nDatabaseDown: missed grouped');
    expect(messagesOf(shared)).toEqual([
      'DatabaseDown{service="db", severity="critical"} arrived in message 2 (Slack), which is also about SiteProbeFailing: they are in one group',
    ]);
  });

  it('may be about several alerts of one name, or about others where the scenario says so', () => {
    const same = runWith((receipt) => ({
      ...receipt,
      alerts: [...receipt.alerts, carried('DatabaseDown', { ...DATABASE_LABELS, service: 'db-2' }, 'firing', [3])],
    }));
    expect(summary(same)).not.toContain('grouped');
    expect(summary(shared, expecting({ grouped: true }))).toBe('passed');
  });
});

describe('a runbook', () => {
  const of = expecting({ runbook: true });
  const link = (state: 'there' | 'missing' | 'not-opened'): Timed => [
    26.5,
    { type: 'link', alert: 'DatabaseDown', url: URL, state, detail: 'supops has no docs/runbooks/DatabaseDown.md' },
  ];

  it('is met if alert and messages link to a page that is there, or that was not to be opened', () => {
    expect(summary([...runWith(), link('there')], of)).toBe('passed');
    expect(summary([...runWith(), link('not-opened')], of)).toBe('passed');
  });

  it('is missed without the annotation', () => {
    expect(messagesOf([...runWith(undefined, {}), link('there')], of)).toEqual([
      'DatabaseDown{service="db", severity="critical"} has no annotation runbook_url',
    ]);
  });

  it('is missed if a message does not contain the link', () => {
    const without = [...runWith(onSlack({ excerpt: 'help yourself' })), link('there')];
    expect(summary(without, of)).toBe('failed\nDatabaseDown: missed runbook-missing runbook-missing');
    expect(messagesOf(without, of)[0]).toBe(
      'message 2 (Slack) about DatabaseDown{service="db", severity="critical"} does not contain its runbook’s link',
    );
  });

  it('is unknown if the journal does not have the whole message, or nobody looked whether the page is there', () => {
    const cut = [...runWith(onSlack({ excerpt: 'x'.repeat(4_000) })), link('there')];
    expect(summary(cut, of)).toBe('inconclusive\nDatabaseDown: unknown monitoring-blind');
    expect(summary(runWith(), of)).toBe('inconclusive\nDatabaseDown: unknown monitoring-blind');
  });

  it('is missed if the page is not there', () => {
    expect(messagesOf([...runWith(), link('missing')], of)).toEqual([
      `the runbook of DatabaseDown, ${URL}, is not there: supops has no docs/runbooks/DatabaseDown.md`,
    ]);
  });
});
