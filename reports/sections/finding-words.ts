import type { FindingId } from '../../scenarios/model/verdict.js';
import { code, type Phrase, phrase } from '../document/phrase.js';

/** What a finding means to a reader. */
export interface FindingWords {
  /** What it would mean in an incident that is no drill, as a sentence; absent if it says nothing about the incident. */
  readonly factor?: string;
  /**
   * What to do about it.
   * @param place ` (file:line)` of the rule, or empty.
   */
  action(alert: Phrase, place: string): Phrase;
}

/** Every finding in words. */
export const FINDING_WORDS: Readonly<Record<FindingId, FindingWords>> = {
  'not-fired': {
    factor:
      'The alert that should have reported this fault stayed silent: in a real incident users would have been the first to know.',
    action: (alert, place) =>
      phrase`Find out why ${alert}${place} did not fire: evaluate its expression over the window of the fault`,
  },
  late: {
    factor: 'The alert came later than allowed: each minute of delay is a minute of impact without anybody at work.',
    action: (alert, place) => phrase`Shorten the way of ${alert}${place}; its longest stage is named under Detection`,
  },
  early: {
    factor: 'The alert came earlier than it should: it may also fire for disturbances that end by themselves.',
    action: (alert, place) =>
      phrase`Lengthen ${code('for')} of ${alert}${place}, or correct the scenario’s ${code('notBefore')}`,
  },
  'label-mismatch': {
    factor:
      'The alert did not carry the labels that it should: routes and inhibitions that match on them do not act as intended.',
    action: (alert, place) => phrase`Correct the labels of ${alert}${place}, or the scenario if the new ones are meant`,
  },
  'order-wrong': {
    factor: 'The alerts came in another order than the incident: the one that should have warned did not come first.',
    action: (alert, place) =>
      phrase`Correct the thresholds or ${code('for')} of ${alert}${place} and of the alert that must come before it`,
  },
  flapping: {
    factor: 'The alert resolved and fired again while the fault lasted: its messages contradicted each other.',
    action: (alert, place) =>
      phrase`Give ${alert}${place} a ${code('keep_firing_for')}, or an expression that holds as long as the fault does`,
  },
  'not-notified': {
    factor:
      'An alert fired and a channel that should have carried it stayed silent: whoever reads only that channel would not have known.',
    action: (alert) =>
      phrase`Repair the route or the receiver that should carry ${alert}; Alertmanager’s log and ${code('alertmanager_notifications_failed_total')} show which`,
  },
  'receipt-unidentified': {
    factor: 'A message arrived that does not say which alert it is about.',
    action: () => 'Write the marker line with fingerprint and startsAt into the templates of every receiver',
  },
  grouped: {
    factor: 'The alert came in one message with others: whoever reads only its subject would have overlooked it.',
    action: (alert) =>
      phrase`Add ${code('alertname')} to ${code('group_by')} of the route that ${alert} takes, or write ${code('grouped: true')} if they belong together`,
  },
  'template-broken': {
    factor: 'A message showed a template instead of what it should say.',
    action: (alert, place) =>
      phrase`Repair the template that ${alert}${place} or its receiver uses: the finding quotes what was left of it`,
  },
  'annotation-mismatch': {
    factor: 'The alert did not say what it should: whoever reads it would have been told something else.',
    action: (alert, place) => phrase`Correct the annotations of ${alert}${place}, or the scenario if the new ones are meant`,
  },
  'runbook-missing': {
    factor: 'The alert did not lead to its runbook: whoever was called would have had to know what to do.',
    action: (alert, place) =>
      phrase`Write the runbook of ${alert}, and link to it in its ${code('runbook_url')}${place} and in the templates of its receivers`,
  },
  silenced: {
    factor: 'A silence kept an alert of this incident from everybody.',
    action: (alert) => phrase`Remove the silence that matches ${alert}, or give it an end`,
  },
  inhibited: {
    factor: 'Another alert muted one that should have been heard.',
    action: (alert) => phrase`Narrow the inhibition that muted ${alert}`,
  },
  'wrong-receiver': {
    factor: 'The alert went to somebody other than it should.',
    action: (alert) => phrase`Correct the route that ${alert} takes`,
  },
  'not-inhibited': {
    factor: 'A symptom was reported beside its source: more messages than one incident needs.',
    action: (alert) => phrase`Make the inhibition match ${alert}, and keep its source firing as long as the symptom`,
  },
  'wrong-inhibitor': {
    factor: 'A symptom was muted, but by another alert than its source: when that one is missing, nothing mutes it.',
    action: (alert) => phrase`Find out which inhibition muted ${alert}, and make the one that is meant match`,
  },
  'slipped-out': {
    factor: 'A symptom was reported although its source should have muted it: more messages than one incident needs.',
    action: (alert) =>
      phrase`Give the alert that mutes ${alert} a ${code('keep_firing_for')} of at least the symptom’s window, and the symptom a longer ${code('for')}`,
  },
  'not-resolved': {
    factor: 'The alert did not end with the repair: on-call people would have gone on looking for a fault that was gone.',
    action: (alert, place) =>
      phrase`Find out why ${alert}${place} went on firing after the repair: look at ${code('keep_firing_for')} and the window of its expression`,
  },
  'resolution-not-notified': {
    factor: 'Nobody was told that the incident was over.',
    action: (alert) => phrase`Set ${code('send_resolved: true')} at every receiver of ${alert}`,
  },
  'unexpected-alert': {
    factor: 'An alert fired that the scenario does not know: either a side effect that nobody had thought of, or noise.',
    action: (alert) => phrase`Decide about ${alert}: expect it, allow it, mute it, or correct its rule`,
  },
  'forbidden-alert': {
    factor: 'An alert fired that must not in this incident: it points to the wrong place.',
    action: (alert) => phrase`Narrow the expression of ${alert} so that this fault does not make it true`,
  },
  'not-silent': {
    factor: 'The messages that show that alerting works went on although it did not.',
    action: (alert) =>
      phrase`Find out who still sent ${alert}: it must come through the Prometheus and the Alertmanager that it vouches for`,
  },
  'still-silent': {
    factor: 'Alerting did not work again after the repair, or nobody could tell that it did.',
    action: (alert) =>
      phrase`Find out why ${alert} did not arrive again: look at Prometheus, Alertmanager and the way between them`,
  },
  'rule-not-loaded': {
    factor: 'The rule was in the files and not in Prometheus.',
    action: (alert, place) => phrase`Load the rule of ${alert}${place} into Prometheus`,
  },
  'rule-unhealthy': {
    factor: 'The rule could not be evaluated all the time.',
    action: (alert, place) => phrase`Repair the rule of ${alert}${place}: its evaluation failed`,
  },
  'series-absent': {
    factor: 'Series that the rule needs were not there: no rule can fire on what is not measured.',
    action: (alert) => phrase`Bring back the series that ${alert} reads: look at the exporter and the scrape job`,
  },
  'monitoring-blind': {
    factor: 'The monitoring itself could not see for a part of the run.',
    action: () => 'Find out why the monitoring could not be asked during the run, then repeat the drill',
  },
  'fault-not-proven': {
    action: () => 'Find out why the fault left no trace at its victim, then repeat the drill',
  },
  'victim-replaced': {
    factor: 'Something other than supops replaced the victim during the run.',
    action: () => 'Keep other tools from replacing the victim during a drill, then repeat it',
  },
  'not-steady': {
    action: () => 'Make the stack healthy first: see the steady state’s reason, then repeat the drill',
  },
  'repair-failed': {
    factor:
      'The repair that is written down does not work: in a real incident somebody would have found that out under pressure.',
    action: () =>
      phrase`Correct the step that failed, in the scenario’s ${code('remediate')} and in the runbook; it is named under Remediation performed`,
  },
  'not-recovered': {
    factor: 'The stack was not healthy again within the time that the scenario allows.',
    action: () => 'Find out what kept the stack from recovering in time: see Impact and Logs',
  },
  'already-firing': {
    factor: 'The alert was firing before the fault, so it could not report it.',
    action: (alert) => phrase`Clear ${alert} first, or find out why it fires without a fault`,
  },
  'receipts-absent': {
    factor: 'Nobody could say what was delivered: the system has no source of receipts.',
    action: () => 'Give the system a source of receipts, or read the receivers’ own records, then repeat the drill',
  },
  'load-absent': {
    factor: 'Nobody could say what users met: the system has no load source.',
    action: () => 'Give the system a load source, then repeat the drill',
  },
  'load-lost': {
    factor: 'What users met was not recorded to the end: the load source was lost.',
    action: () => 'Find out why the load source ended or could not be asked, then repeat the drill',
  },
  'guardian-absent': {
    action: () => 'Give supops a place for its guardian, so that the fault ends with it whatever happens',
  },
  'host-overloaded': {
    factor: 'The machine was too busy: what came late may have come late for that reason alone.',
    action: () => 'Repeat the drill on a machine with time to spare',
  },
  'clock-jumped': {
    factor: 'The clock was set, or the machine slept, during the run: what took how long is unknown.',
    action: () => 'Find out what set the clock, then repeat the drill',
  },
};
