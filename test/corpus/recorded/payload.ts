import type { Labels } from '../../../core/labels.js';
import type { CarriedAlert } from '../../../stack/services/contracts.js';
import { fires, messages } from './alert-edits.js';
import { add, after, all, change, type Edit } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { allowing, expecting } from './run-edits.js';

const CACHE_DOWN = { severity: 'warning', layer: 'data', service: 'cache' };
const RUNBOOK = 'https://github.com/supops/supops/blob/main/docs/runbooks/DatabaseDown.md';
const FIRING_BY_SLACK = messages('DatabaseDown', 'slack', 'firing');

/** Prometheus lists the alert with these annotations. */
const annotated = (annotations: Labels): Edit =>
  change('alert', (line) => (line.alertname === 'DatabaseDown' ? { ...line, annotations } : line));

/** The text of a message ends with this. */
const says = (which: typeof FIRING_BY_SLACK, text: string): Edit =>
  change('receipt', (line) => (which(line) ? { ...line, excerpt: `${line.excerpt.slice(0, 400)}\n${text}` } : line));

const CARRIED: CarriedAlert = {
  status: 'firing',
  alertname: 'CacheDown',
  fingerprint: '00000000000000cc',
  startsAt: new Date(after(1)).toISOString(),
};
const TOGETHER: Edit = all(
  allowing('CacheDown'),
  fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [1, 12] }),
  change('receipt', (line) => (FIRING_BY_SLACK(line) ? { ...line, alerts: [CARRIED, ...line.alerts] } : line)),
);
const LOOKED = (state: 'there' | 'missing'): Edit =>
  add(16, { type: 'link', alert: 'DatabaseDown', url: RUNBOOK, state, detail: 'docs/runbooks/DatabaseDown.md' });

/** What the message says, and with what it comes. */
export const PAYLOAD: readonly RecordedSituation[] = [
  {
    name: 'grouped into another message',
    wrong: 'the message is about the cache first: who reads its title looks at the wrong thing',
    edits: [TOGETHER],
    outcome: 'failed',
    findings: ['DatabaseDown: grouped'],
  },
  {
    name: 'grouped, and allowed to be',
    wrong: 'nothing: the scenario says `grouped: true`',
    edits: [TOGETHER, expecting('DatabaseDown', { grouped: true })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'template not rendered',
    wrong: 'the message says `<no value>`',
    edits: [says(FIRING_BY_SLACK, 'Summary: <no value>')],
    outcome: 'failed',
    findings: ['DatabaseDown: template-broken'],
  },
  {
    name: 'template of the resolution not rendered',
    wrong: 'every message that carries the alert counts, also the one that says that it is over',
    edits: [says(messages('DatabaseDown', 'email', 'resolved'), 'Until: {{ .EndsAt }}')],
    outcome: 'failed',
    findings: ['DatabaseDown: template-broken'],
  },
  {
    name: 'template of an annotation that fails',
    wrong: 'Prometheus puts its error where the annotation should be',
    edits: [says(FIRING_BY_SLACK, '<error expanding template: no function "humanise">')],
    outcome: 'failed',
    findings: ['DatabaseDown: template-broken'],
  },
  {
    name: 'template not rendered, and allowed not to be',
    wrong: 'nothing: the scenario says `rendered: false`',
    edits: [says(FIRING_BY_SLACK, 'Summary: <no value>'), expecting('DatabaseDown', { rendered: false })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'annotation of another text',
    wrong: 'the summary is about the cache',
    edits: [annotated({ summary: 'The cache is gone' }), expecting('DatabaseDown', { annotations: { summary: '/database/' } })],
    outcome: 'failed',
    findings: ['DatabaseDown: annotation-mismatch'],
  },
  {
    name: 'annotation that is expected and absent',
    wrong: 'there is no dashboard to look at',
    edits: [
      annotated({ summary: 'The database is gone' }),
      expecting('DatabaseDown', { annotations: { dashboard_url: '/./' } }),
    ],
    outcome: 'failed',
    findings: ['DatabaseDown: annotation-mismatch'],
  },
  {
    name: 'annotation as expected',
    wrong: 'nothing',
    edits: [
      annotated({ summary: 'The database is gone' }),
      expecting('DatabaseDown', { annotations: { summary: '/database/' } }),
    ],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'annotations not seen',
    wrong: 'no look at Prometheus found them',
    edits: [expecting('DatabaseDown', { annotations: { summary: '/database/' } })],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind'],
  },
  {
    name: 'runbook that is there',
    wrong: 'nothing: it is in the alert and in its messages, and leads to a page',
    edits: [
      annotated({ runbook_url: RUNBOOK }),
      expecting('DatabaseDown', { runbook: true }),
      says(messages('DatabaseDown'), RUNBOOK),
      LOOKED('there'),
    ],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'runbook that leads nowhere',
    wrong: 'its page does not exist',
    edits: [
      annotated({ runbook_url: RUNBOOK }),
      expecting('DatabaseDown', { runbook: true }),
      says(messages('DatabaseDown'), RUNBOOK),
      LOOKED('missing'),
    ],
    outcome: 'failed',
    findings: ['DatabaseDown: runbook-missing'],
  },
  {
    name: 'runbook that nobody wrote down',
    wrong: 'the alert has no annotation for it',
    edits: [annotated({ summary: 'The database is gone' }), expecting('DatabaseDown', { runbook: true }), LOOKED('there')],
    outcome: 'failed',
    findings: ['DatabaseDown: runbook-missing'],
  },
  {
    name: 'runbook that nobody looked at',
    wrong: 'whether its page exists is unknown',
    edits: [
      annotated({ runbook_url: RUNBOOK }),
      expecting('DatabaseDown', { runbook: true }),
      says(messages('DatabaseDown'), RUNBOOK),
    ],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind'],
  },
];
