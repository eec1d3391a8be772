import { formatSpan } from '../../core/duration.js';
import type { FindingId } from '../../scenarios/model.js';
import { code, list, percent } from './format.js';
import { affected, loadWindows, usersRecoveredAt } from './impact-data.js';
import { detectionStages, dominantStage } from './stages.js';
import { linesOf, type Section, type View } from './view.js';

/** What made the incident what it was, as far as the evidence goes: factors, never one cause. */
export const factors: Section = {
  title: 'Contributing factors',
  body: (view) => {
    const { injectedAt } = view;
    if (injectedAt === undefined) return undefined;
    const found = [...faultFactors(view), ...shareFactor(view), ...timeFactors(view, injectedAt), ...findingFactors(view)];
    return found.length === 0 ? undefined : found.map((text) => `- ${text}`).join('\n');
  },
};

function faultFactors({ scenario, record }: View): readonly string[] {
  const proven = linesOf(record, 'proof').some(({ proof }) => proof.proven);
  return scenario.faults.map((fault) => {
    const held = fault.hold ? ' Its restart policy was taken away, so that nothing but the repair could bring it back.' : '';
    const doubt = proven ? '' : ' Its effect was not proven.';
    return `The fault was injected: ${code(fault.service)} was killed.${held}${doubt}`;
  });
}

function shareFactor(view: View): readonly string[] {
  const during = loadWindows(view).find(({ name }) => name === 'During the fault');
  if (!during) return [];
  const { requests, failed } = during;
  const services = list(view.scenario.faults.map(({ service }) => code(service)));
  if (failed === 0) return [`No request failed without ${services}: caches or other instances answered.`];
  const good = percent(requests - failed, requests);
  return failed === requests
    ? [`Every request failed without ${services}: nothing in front of it could answer instead.`]
    : [
        `Without ${services}, ${percent(failed, requests)} of the requests failed; the other ${good} were answered by what does not need it.`,
      ];
}

function timeFactors(view: View, injectedAt: number): readonly string[] {
  const { undoneAt } = view;
  const alert = view.expected.find(
    ({ expectation, notifiedAt }) => expectation.inhibitedBy === undefined && notifiedAt !== undefined,
  );
  const hit = affected(view);
  const texts: string[] = [];
  if (alert?.notifiedAt !== undefined && hit) {
    const told = alert.notifiedAt - injectedAt;
    const longest = dominantStage(detectionStages(alert, injectedAt));
    const where = longest ? `, ${formatSpan(longest.ms)} of them in *${longest.name}*` : '';
    texts.push(`It took ${formatSpan(told)} until everybody who should know had been told${where}.`);
    if (undoneAt !== undefined && undoneAt > alert.notifiedAt)
      texts.push(
        `From then to the repair ${formatSpan(undoneAt - alert.notifiedAt)} passed. In this drill supops repaired by itself; in a real incident a person has to wake up first.`,
      );
  }
  const recovered = usersRecoveredAt(view);
  if (recovered !== undefined && undoneAt !== undefined && recovered - undoneAt > 1_000)
    texts.push(
      `Users were affected for another ${formatSpan(recovered - undoneAt)} after the repair: the time ${list(view.scenario.faults.map(({ service }) => code(service)))} needs to serve again, and its clients to notice.`,
    );
  return texts;
}

function findingFactors({ findings }: View): readonly string[] {
  const ids = new Set(findings.map(({ id }) => id));
  return [...ids].flatMap((id) => FACTOR[id] ?? []);
}

/** What a finding means for an incident that is no drill. */
const FACTOR: Readonly<Record<FindingId, string | undefined>> = {
  'not-fired':
    'The alert that should have told about this fault stayed silent: in a real incident users would have been the first to know.',
  late: 'The alert came later than it may: each minute of it is a minute of impact without anybody at work.',
  early: 'The alert came earlier than it should: it may also fire for disturbances that end by themselves.',
  'label-mismatch':
    'The alert carried other labels than it should: routes and inhibitions that match on them act otherwise than meant.',
  'not-notified':
    'An alert fired and a channel that should have carried it stayed silent: whoever reads only that channel would not have known.',
  'receipt-unidentified': 'A message arrived that does not say which alert it is about.',
  silenced: 'A silence kept an alert of this incident from everybody.',
  inhibited: 'Another alert muted one that should have been heard.',
  'wrong-receiver': 'The alert went to somebody else than it should.',
  'not-inhibited': 'A symptom was reported beside its source: more messages than one incident needs.',
  'slipped-out': 'A symptom was reported although its source should have muted it: more messages than one incident needs.',
  'not-resolved': 'The alert did not end with the repair: on-call people would have gone on looking for a fault that was gone.',
  'resolution-not-notified': 'Nobody was told that the incident was over.',
  'unexpected-alert':
    'An alert fired that the scenario does not know: either a side effect that nobody had thought of, or noise.',
  'rule-not-loaded': 'The rule was in the files and not in Prometheus.',
  'rule-unhealthy': 'The rule could not be evaluated all the time.',
  'series-absent': 'Series that the rule needs were not there: no rule can fire on what is not measured.',
  'monitoring-blind': 'The monitoring itself could not see for a part of the run.',
  'fault-not-proven': undefined,
  'victim-replaced': 'Something else than supops replaced the victim during the run.',
  'not-steady': undefined,
  'not-recovered': 'The stack was not healthy again within the time that the scenario allows.',
  'already-firing': 'The alert was firing before the fault, so that it could not tell about it.',
};
