import { labelKey } from '../../core/labels.js';
import type { RunEvent } from '../record/events.js';
import type { AlertmanagerAlert } from './alertmanager.js';
import type { ActiveAlert, RuleState } from './prometheus.js';

type AlertEvent = Extract<RunEvent, { type: 'alert' }>;
type StateEvent = Extract<RunEvent, { type: 'notification-state' }>;

/** An alert of one rule, as last seen. */
export interface SeenAlert extends ActiveAlert {
  readonly group: string;
  readonly alertname: string;
}

/** All alerts of all rules, by rule and labels: the same name in two groups is two alerts. */
export function alertsByKey(rules: readonly RuleState[]): ReadonlyMap<string, SeenAlert> {
  const seen = new Map<string, SeenAlert>();
  for (const { group, name, alerts } of rules)
    for (const alert of alerts) seen.set(`${group}/${name}${labelKey(alert.labels)}`, { ...alert, group, alertname: name });
  return seen;
}

/** What changed between two looks at Prometheus' alerts: new ones, changed states, new episodes, and those that are gone. */
export function alertChanges(
  before: ReadonlyMap<string, SeenAlert>,
  now: ReadonlyMap<string, SeenAlert>,
): readonly AlertEvent[] {
  const event = (alert: SeenAlert, state: AlertEvent['state']): AlertEvent => ({
    type: 'alert',
    group: alert.group,
    alertname: alert.alertname,
    labels: alert.labels,
    state,
    activeAt: alert.activeAt,
    value: alert.value,
    ...(alert.annotations && { annotations: alert.annotations }),
  });
  const appeared = [...now].filter(([key, alert]) => {
    const old = before.get(key);
    return old?.state !== alert.state || old.activeAt !== alert.activeAt;
  });
  const gone = [...before].filter(([key]) => !now.has(key));
  return [...appeared.map(([, alert]) => event(alert, alert.state)), ...gone.map(([, alert]) => event(alert, 'inactive'))];
}

/** Alertmanager's alerts by identity: a new start is a new alert. */
export const alertmanagerAlertsByKey = (alerts: readonly AlertmanagerAlert[]): ReadonlyMap<string, AlertmanagerAlert> =>
  new Map(alerts.map((alert) => [`${alert.fingerprint}@${alert.startsAt}`, alert]));

/** What changed between two looks at Alertmanager. */
export function alertmanagerChanges(
  before: ReadonlyMap<string, AlertmanagerAlert>,
  now: ReadonlyMap<string, AlertmanagerAlert>,
): readonly StateEvent[] {
  const event = (
    alert: AlertmanagerAlert,
    state: StateEvent['state'],
    inhibitors: ReadonlyMap<string, AlertmanagerAlert>,
  ): StateEvent => ({
    type: 'notification-state',
    fingerprint: alert.fingerprint,
    alertname: alert.labels.alertname ?? '',
    labels: alert.labels,
    state,
    // Names instead of fingerprints if they are known: people and scenarios use names.
    inhibitedBy: alert.inhibitedBy.map((fingerprint) => nameOf(fingerprint, inhibitors)),
    silencedBy: alert.silencedBy,
    receivers: alert.receivers,
    startsAt: alert.startsAt,
    ...(alert.endsAt > 0 && { endsAt: alert.endsAt }),
  });
  const appeared = [...now].filter(([key, alert]) => signature(before.get(key)) !== signature(alert));
  const gone = [...before].filter(([key]) => !now.has(key));
  return [
    ...appeared.map(([, alert]) => event(alert, alert.state, now)),
    ...gone.map(([, alert]) => event(alert, 'gone', before)),
  ];
}

const nameOf = (fingerprint: string, alerts: ReadonlyMap<string, AlertmanagerAlert>): string =>
  [...alerts.values()].find((alert) => alert.fingerprint === fingerprint)?.labels.alertname ?? fingerprint;

// `endsAt` moves with every evaluation, which is not a change.
const signature = (alert: AlertmanagerAlert | undefined): string | undefined =>
  alert && [alert.state, [...alert.inhibitedBy].sort(), [...alert.silencedBy].sort(), [...alert.receivers].sort()].join('|');
