import { formatSpan } from '../../core/duration.js';
import { bullets } from '../document/blocks.js';
import { percent } from '../document/figures.js';
import { codes, emphasis, type Phrase, phrase } from '../document/phrase.js';
import { affected, loadWindows, usersRecoveredAt } from '../view/impact.js';
import { dominantStage } from '../view/stages.js';
import { linesOf, type Section, type View } from '../view/view.js';
import { FINDING_WORDS } from './finding-words.js';

/** What made the incident what it was, as far as the evidence goes: factors, never one cause. */
export const factors: Section = {
  id: 'factors',
  title: 'Contributing factors',
  body: (view) => {
    const { injectedAt } = view;
    if (injectedAt === undefined) return undefined;
    return bullets([
      ...faultFactors(view),
      ...shareFactor(view),
      ...timeFactors(view, injectedAt),
      ...recoveryFactor(view),
      ...findingFactors(view),
    ]);
  },
};

const victims = ({ faults }: View) => codes(faults.map(({ victim }) => victim));

function faultFactors(view: View): readonly Phrase[] {
  const proven = linesOf(view, 'proof').some(({ proof }) => proof.proven);
  const doubt = proven ? '' : ' Its effect was not proven.';
  return view.faults.map(({ effect }) => phrase`The fault was injected: ${effect}${doubt}`);
}

function shareFactor(view: View): readonly Phrase[] {
  const during = loadWindows(view).find(({ name }) => name === 'During the fault');
  if (!during) return [];
  const { requests, failed } = during;
  const without = victims(view);
  if (failed === 0) return [phrase`No request failed without ${without}: caches or other instances answered.`];
  if (failed === requests)
    return [phrase`Every request failed without ${without}: nothing in front of it could answer instead.`];
  const good = percent(requests - failed, requests);
  return [
    phrase`Without ${without}, ${percent(failed, requests)} of the requests failed; the other ${good} were answered by what does not need it.`,
  ];
}

function timeFactors(view: View, injectedAt: number): readonly Phrase[] {
  const { undoneAt } = view;
  const alert = view.expected.find((one) => one.expectation.inhibitedBy === undefined && one.notifiedAt !== undefined);
  if (alert?.notifiedAt === undefined || !affected(view)) return [];
  const longest = dominantStage(alert.stages);
  const where = longest ? phrase`, ${formatSpan(longest.ms)} of them in ${emphasis(longest.name)}` : '';
  const took = phrase`It took ${formatSpan(alert.notifiedAt - injectedAt)} until everybody who should know had been told${where}.`;
  if (undoneAt === undefined || undoneAt <= alert.notifiedAt) return [took];
  const waited = formatSpan(undoneAt - alert.notifiedAt);
  return [
    took,
    `From then to the repair ${waited} passed. In this drill supops made the repair itself; in a real incident a person has to wake up first.`,
  ];
}

function recoveryFactor(view: View): readonly Phrase[] {
  const lag = (usersRecoveredAt(view) ?? 0) - (view.undoneAt ?? 0);
  if (lag <= 1_000) return [];
  return [
    phrase`Users were affected for another ${formatSpan(lag)} after the repair: the time ${victims(view)} needs to serve again, and its clients to notice.`,
  ];
}

const findingFactors = ({ findings }: View): readonly string[] =>
  [...new Set(findings.map(({ id }) => id))].flatMap((id) => FINDING_WORDS[id].factor ?? []);
