import { formatLabels, hasLabels } from '../../core/labels.js';
import type { AlertHistory } from '../../scenarios/record/record.js';
import { channelName, code, list, table } from './format.js';
import { type ExpectedAlert, isCut, isWatchdog, linesOf, type Section, sinceOrigin, type View } from './view.js';

/** Every alert of the run by what the scenario says about it, and those that should have been there. */
export const alerts: Section = {
  title: 'Alerts',
  body: (view) => {
    const seen = view.record.timeline.alerts.filter(({ alertname }) => !isWatchdog(alertname));
    const missing = view.injectedAt === undefined ? [] : view.expected.filter((alert) => alert.history === undefined);
    const rows = [
      ...seen.map((history) => seenRow(view, history)),
      ...missing.map((alert) => missingRow(view, alert)),
      ...sampleRows(view, seen),
    ];
    if (rows.length === 0) return undefined;
    return table(
      ['Alert', 'Role', 'Pending', 'Firing', 'Resolved', 'What became of it', 'Labels'],
      rows
        .toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
        .map(({ role, cells }) => [cells[0] ?? '', role, ...cells.slice(1)]),
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
interface Row {
  readonly role: Role;
  readonly cells: readonly string[];
}

// What no poll saw, but Prometheus' own samples have.
function sampleRows(view: View, seen: readonly AlertHistory[]): readonly Row[] {
  const { injectedAt } = view;
  if (injectedAt === undefined) return [];
  return linesOf(view.record, 'alerts-window').flatMap(({ alerts: samples }) =>
    samples
      .filter(({ state, alertname, last }) => state === 'firing' && !isWatchdog(alertname) && last >= injectedAt)
      .map(({ alertname, labels: { alertname: _, ...labels }, ...sample }) => ({ alertname, labels, ...sample }))
      .filter(
        ({ alertname, labels }) =>
          !seen.some((history) => history.alertname === alertname && hasLabels(history.labels, labels)),
      )
      .map(({ alertname, labels, first, last, samples: number }) => ({
        role: roleOf(view, { alertname, labels, before: first < injectedAt, firingAt: first }),
        cells: [
          code(alertname),
          '–',
          sinceOrigin(view, first),
          sinceOrigin(view, last),
          `seen only in Prometheus’ samples (${number})`,
          code(formatLabels(labels)),
        ],
      })),
  );
}

function seenRow(view: View, history: AlertHistory): Row {
  const at = (moment: number | undefined) => (moment === undefined ? '–' : sinceOrigin(view, moment));
  return {
    role: roleOf(view, history),
    cells: [
      code(history.alertname),
      at(history.pendingAt),
      at(history.firingAt),
      at(history.resolvedAt),
      fate(view, history),
      code(formatLabels(history.labels, ['alertname'])),
    ],
  };
}

function missingRow({ state, verdicts }: View, { expectation }: ExpectedAlert): Row {
  const { id, alert, labels, inhibitedBy } = expectation;
  const unknown = verdicts.some((verdict) => verdict.id === id && verdict.result === 'unknown');
  const role = inhibitedBy !== undefined ? 'expected, muted' : isCut(state) ? 'not seen' : unknown ? 'unknown' : 'missed';
  const never = inhibitedBy === undefined ? 'never pending' : 'never pending; nothing had to be muted';
  return {
    role,
    cells: [code(alert), '–', '–', '–', isCut(state) ? 'not seen before the run ended' : never, code(formatLabels(labels))],
  };
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

function fate({ state }: View, history: AlertHistory): string {
  const told = [...new Set(history.receipts.filter(({ status }) => status === 'firing').map(({ channel }) => channel))];
  const parts = [
    ...(history.inhibitedBy.length > 0 ? [`muted by ${list(history.inhibitedBy.map((name) => code(name)))}`] : []),
    ...(history.silenced ? ['silenced'] : []),
    ...(told.length > 0 ? [`delivered by ${list(told.map(channelName))}`] : []),
  ];
  if (parts.length > 0) return parts.join('; ');
  if (history.firingAt === undefined) return isCut(state) ? 'not firing before the run ended' : 'never fired';
  if (history.receivedAt === undefined) return 'not seen in Alertmanager';
  return history.receivers.length > 0
    ? `routed to ${list(history.receivers.map((name) => code(name)))}; no message arrived`
    : 'no message arrived';
}
