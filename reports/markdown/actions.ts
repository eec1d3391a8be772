import { formatDuration, formatSpan } from '../../core/duration.js';
import type { Finding, FindingId } from '../../scenarios/model.js';
import { incidentCommand, stackFlag } from './command.js';
import { code, list, prose, table } from './format.js';
import { costliestAlways } from './settings.js';
import { type Section, undoStates, type View } from './view.js';

/** What to do next, and how to see that it helped. */
export const actions: Section = {
  title: 'Action items',
  body: (view) => {
    const items = [...dirtyItems(view), ...findingItems(view), ...stateItems(view), ...timeItems(view)];
    if (items.length === 0) return undefined;
    return table(
      ['#', 'Action', 'Because', 'Verified by'],
      items.map(({ action, because, verifiedBy }, i) => [`${i + 1}`, action, because, verifiedBy]),
    );
  },
};

interface Item {
  readonly action: string;
  readonly because: string;
  readonly verifiedBy: string;
}

function findingItems(view: View): readonly Item[] {
  const unique = new Map(view.findings.map((finding) => [`${finding.id} ${finding.alert ?? ''}`, finding]));
  return [...unique.values()].map((finding) => ({
    action: actionFor(finding, view),
    because: `${code(finding.id)}${finding.alert ? ` of ${code(finding.alert)}` : ''}`,
    verifiedBy: `${code(incidentCommand(view))}, expected: ${verification(finding)}`,
  }));
}

function actionFor({ id, alert }: Finding, view: View): string {
  const rule = Object.entries(view.started.rules).find(([name]) => name === alert || name.startsWith(`${alert}#`))?.[1];
  const place = rule ? ` (${prose(rule.file)}:${rule.line})` : '';
  return ACTION[id](alert ? code(alert) : 'the alert', place);
}

const ACTION: Readonly<Record<FindingId, (alert: string, place: string) => string>> = {
  'not-fired': (alert, place) =>
    `Find out why ${alert}${place} did not fire: evaluate its expression over the window of the fault`,
  late: (alert, place) => `Shorten the way of ${alert}${place}; its longest stage is named under Detection`,
  early: (alert, place) => `Lengthen \`for\` of ${alert}${place}, or correct the scenario’s \`notBefore\``,
  'label-mismatch': (alert, place) => `Correct the labels of ${alert}${place}, or the scenario if the new ones are meant`,
  'not-notified': (alert) =>
    `Repair the route or the receiver by which ${alert} should travel; Alertmanager’s log and \`alertmanager_notifications_failed_total\` tell which`,
  'receipt-unidentified': () => 'Write the marker line with fingerprint and startsAt into the templates of every receiver',
  silenced: (alert) => `Remove the silence that matches ${alert}, or give it an end`,
  inhibited: (alert) => `Narrow the inhibition that muted ${alert}`,
  'wrong-receiver': (alert) => `Correct the route that ${alert} takes`,
  'not-inhibited': (alert) => `Make the inhibition match ${alert}, and keep its source firing as long as the symptom`,
  'slipped-out': (alert) =>
    `Give the alert that mutes ${alert} a \`keep_firing_for\` of at least the symptom’s window, and the symptom a longer \`for\``,
  'not-resolved': (alert, place) =>
    `Find out why ${alert}${place} went on firing after the repair: look at \`keep_firing_for\` and the window of its expression`,
  'resolution-not-notified': (alert) => `Set \`send_resolved: true\` at every receiver of ${alert}`,
  'unexpected-alert': (alert) => `Decide about ${alert}: expect it, allow it, mute it, or correct its rule`,
  'rule-not-loaded': (alert, place) => `Load the rule of ${alert}${place} into Prometheus`,
  'rule-unhealthy': (alert, place) => `Repair the rule of ${alert}${place}: its evaluation failed`,
  'series-absent': (alert) => `Bring back the series that ${alert} reads: look at the exporter and the scrape job`,
  'monitoring-blind': () => 'Find out why the monitoring could not be asked during the run, then repeat the drill',
  'fault-not-proven': () => 'Find out why the fault left no trace at its victim, then repeat the drill',
  'victim-replaced': () => 'Keep other tools from replacing the victim during a drill, then repeat it',
  'not-steady': () => 'Make the stack healthy first: see the steady state’s reason, then repeat the drill',
  'not-recovered': () => 'Find out what kept the stack from recovering in time: see Impact and Logs',
  'already-firing': (alert) => `Clear ${alert} first, or find out why it fires without a fault`,
};

const verification = ({ id, alert }: Finding): string =>
  id === 'unexpected-alert'
    ? 'nothing else fires'
    : alert
      ? `every line about ${code(alert)} is met`
      : 'the run comes to a verdict';

// Comes before everything else: something is broken now.
function dirtyItems(view: View): readonly Item[] {
  return undoStates(view.record).flatMap(({ status, records, detail }) => {
    if (status !== 'dirty') return [];
    const victims = list([...new Set(records.map(({ target }) => code(target.service)))]);
    return [
      {
        action: `**Restore ${victims} now**`,
        because: `the undo is not complete${detail ? `: ${prose(detail)}` : ''}`,
        verifiedBy: `${code(`supops status${stackFlag(view.started.stack)}`)}: every service ready`,
      },
    ];
  });
}

function stateItems(view: View): readonly Item[] {
  const again = `${code(incidentCommand(view))}, expected: the run comes to a verdict`;
  switch (view.state) {
    case 'unfinished':
      return [
        {
          action: `Look at \`supops status${stackFlag(view.started.stack)}\` whether the stack is whole, then repeat the drill: this record proves nothing about the alerts`,
          because: 'the record stops before its end',
          verifiedBy: again,
        },
      ];
    case 'interrupted':
    case 'aborted':
    case 'errored':
      return [
        {
          action: 'Repeat the drill once the reason is out of the way',
          because: `the run was ${view.state === 'errored' ? 'ended by an error' : view.state}`,
          verifiedBy: again,
        },
      ];
    default:
      return [];
  }
}

// Worth a thought even after a drill that passed: what every detection waits for is a choice.
function timeItems(view: View): readonly Item[] {
  if (view.state !== 'passed') return [];
  return view.expected.flatMap(({ expectation, bounds }) => {
    const setting = expectation.inhibitedBy === undefined && bounds ? costliestAlways(bounds.production) : undefined;
    if (!setting || !bounds) return [];
    const floor = formatSpan(bounds.production.floorMs);
    return [
      {
        action: `Optional: decide whether ${setting.name} of ${formatDuration(setting.valueMs)} is worth its time; ${setting.advice.replace(/\.$/, '')}`,
        because: `${formatSpan(setting.atBestMs)} of the ${floor} that ${code(expectation.alert)} needs at least in production`,
        verifiedBy: `${code(incidentCommand(view))}: the floor under Detection`,
      },
    ];
  });
}
