import { formatDuration } from '../../core/duration.js';
import { formatLabels, hasLabels } from '../../core/labels.js';
import type { AlertHistory } from '../../scenarios/record.js';
import { code, list, table } from './format.js';
import { type ExpectedAlert, isWatchdog, type Section, sinceOrigin, type View } from './view.js';

/** Every alert of the run by what the scenario says about it, and those that should have been there. */
export const alerts: Section = {
  title: 'Alerts',
  body: (view) => {
    if (view.injectedAt === undefined && view.record.timeline.alerts.every(({ alertname }) => isWatchdog(alertname)))
      return undefined;
    const seen = view.record.timeline.alerts.filter(({ alertname }) => !isWatchdog(alertname));
    const missing = view.injectedAt === undefined ? [] : view.expected.filter((alert) => alert.history === undefined);
    const rows = [...seen.map((history) => seenRow(view, history)), ...missing.map((alert) => missingRow(alert))];
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
  'wrong labels',
  'unexpected',
  'allowed',
  'pending only',
  'there before',
] as const;
type Role = (typeof ROLES)[number];
interface Row {
  readonly role: Role;
  readonly cells: readonly string[];
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
      fate(history),
      code(formatLabels(history.labels, ['alertname'])),
    ],
  };
}

function missingRow({ expectation, rule }: ExpectedAlert): Row {
  const fate = expectation.inhibitedBy === undefined ? 'never pending' : 'never pending; nothing needed muting';
  const hold = rule ? ` (\`for\`: ${formatDuration(rule.forMs)})` : '';
  return {
    role: expectation.inhibitedBy === undefined ? 'missed' : 'expected, muted',
    cells: [code(expectation.alert), '–', '–', '–', `${fate}${hold}`, code(formatLabels(expectation.labels))],
  };
}

function roleOf({ scenario }: View, history: AlertHistory): Role {
  if (history.before) return 'there before';
  const named = scenario.expect.filter(({ alert }) => alert === history.alertname);
  const meant = named.find(({ labels }) => hasLabels(history.labels, labels));
  if (meant) return meant.inhibitedBy === undefined ? 'expected' : 'expected, muted';
  if (scenario.allow.includes(history.alertname)) return 'allowed';
  if (history.firingAt === undefined) return 'pending only';
  return named.length > 0 ? 'wrong labels' : 'unexpected';
}

function fate(history: AlertHistory): string {
  const told = [...new Set(history.receipts.filter(({ status }) => status === 'firing').map(({ channel }) => channel))];
  const parts = [
    ...(history.inhibitedBy.length > 0 ? [`muted by ${list(history.inhibitedBy.map((name) => code(name)))}`] : []),
    ...(history.silenced ? ['silenced'] : []),
    ...(told.length > 0 ? [`delivered by ${list(told)}`] : []),
  ];
  if (parts.length > 0) return parts.join('; ');
  if (history.firingAt === undefined) return 'never fired';
  if (history.receivedAt === undefined) return 'not seen in Alertmanager';
  return history.receivers.length > 0
    ? `routed to ${list(history.receivers.map((name) => code(name)))}; no message arrived`
    : 'no message arrived';
}
