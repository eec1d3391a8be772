import { formatLabels, hasLabels, type Labels } from '../../core/labels.js';
import { table } from '../document/blocks.js';
import { code, codes, joined, type Phrase, phrase } from '../document/phrase.js';
import { enumeratedChannels } from '../view/channel-name.js';
import type { AlertHistory, ExpectedAlert } from '../view/story.js';
import { isCut, isWatchdog, linesOf, type Section, sinceOrigin, type View } from '../view/view.js';

/** Every alert of the run by what the scenario says about it, and those that should have been there. */
export const alerts: Section = {
  id: 'alerts',
  title: 'Alerts',
  body: (view) => {
    const seen = view.alerts.filter(({ alertname }) => !isWatchdog(alertname));
    const missing = view.injectedAt === undefined ? [] : view.expected.filter(({ history }) => history === undefined);
    const rows = [
      ...seen.map((history) => seenRow(view, history)),
      ...missing.map((alert) => missingRow(view, alert)),
      ...sampleRows(view, seen),
    ];
    return table(
      ['Alert', 'Role', 'Pending', 'Firing', 'Resolved', 'What became of it', 'Labels'],
      rows.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role)).map((row) => cells(view, row)),
    );
  },
};

const ROLES = [
  'expected',
  'expected, muted',
  'missed',
  'not seen',
  'unknown',
  'wrong labels',
  'unexpected',
  'allowed',
  'pending only',
  'there before',
  'without a fault',
] as const;
type Role = (typeof ROLES)[number];

interface Row extends Pick<AlertHistory, 'alertname' | 'labels' | 'pendingAt' | 'firingAt' | 'resolvedAt'> {
  readonly role: Role;
  readonly fate: Phrase;
}

function cells(view: View, { alertname, role, labels, fate: became, ...moments }: Row): readonly Phrase[] {
  const at = (moment: number | undefined) => (moment === undefined ? '–' : sinceOrigin(view, moment));
  const times = [moments.pendingAt, moments.firingAt, moments.resolvedAt].map(at);
  return [code(alertname), role, ...times, became, code(formatLabels(labels, ['alertname']))];
}

const seenRow = (view: View, history: AlertHistory): Row => ({
  ...history,
  role: roleOf(view, history),
  fate: fate(view, history),
});

function missingRow({ state, verdicts }: View, { expectation: { id, alert, labels, inhibitedBy } }: ExpectedAlert): Row {
  const unknown = verdicts.some((verdict) => verdict.id === id && verdict.result === 'unknown');
  const role = inhibitedBy !== undefined ? 'expected, muted' : isCut(state) ? 'not seen' : unknown ? 'unknown' : 'missed';
  const never = inhibitedBy === undefined ? 'never pending' : 'never pending; nothing had to be muted';
  return { alertname: alert, labels, role, fate: isCut(state) ? 'not seen before the run ended' : never };
}

// What no poll saw, but Prometheus' own samples have.
function sampleRows(view: View, seen: readonly AlertHistory[]): readonly Row[] {
  const { injectedAt } = view;
  if (injectedAt === undefined) return [];
  const known = (alertname: string, labels: Labels) =>
    seen.some((history) => history.alertname === alertname && hasLabels(history.labels, labels));
  return linesOf(view, 'alerts-window').flatMap(({ alerts: samples }) =>
    samples.flatMap(
      ({ alertname, labels: { alertname: _, ...labels }, state, first, last, samples: number }): readonly Row[] => {
        if (state !== 'firing' || isWatchdog(alertname) || last < injectedAt || known(alertname, labels)) return [];
        const role = roleOf(view, { alertname, labels, before: first < injectedAt, firingAt: first });
        const became = `seen only in Prometheus’ samples (${number})`;
        return [{ alertname, labels, firingAt: first, resolvedAt: last, role, fate: became }];
      },
    ),
  );
}

type Seen = Pick<AlertHistory, 'alertname' | 'labels' | 'before' | 'firingAt'>;

function roleOf({ scenario, injectedAt }: View, history: Seen): Role {
  if (injectedAt === undefined) return 'without a fault';
  if (history.before) return 'there before';
  const named = scenario.expect.filter(({ alert }) => alert === history.alertname);
  const meant = named.find(({ labels }) => hasLabels(history.labels, labels));
  if (meant) return meant.inhibitedBy === undefined ? 'expected' : 'expected, muted';
  if (scenario.allow.includes(history.alertname)) return 'allowed';
  if (history.firingAt === undefined) return 'pending only';
  return named.length > 0 ? 'wrong labels' : 'unexpected';
}

function fate({ state }: View, { inhibitedBy, silenced, receipts, firingAt, receivedAt, receivers }: AlertHistory): Phrase {
  const delivered = new Set(receipts.filter(({ status }) => status === 'firing').map(({ channel }) => channel));
  const parts = [
    inhibitedBy.length > 0 ? phrase`muted by ${codes(inhibitedBy)}` : undefined,
    silenced ? 'silenced' : undefined,
    delivered.size > 0 ? `delivered via ${enumeratedChannels([...delivered])}` : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return joined(parts, '; ');
  if (firingAt === undefined) return isCut(state) ? 'not firing before the run ended' : 'never fired';
  if (receivedAt === undefined) return 'not seen in Alertmanager';
  return receivers.length > 0 ? phrase`routed to ${codes(receivers)}; no message arrived` : 'no message arrived';
}
