import { formatDuration, formatSpan } from '../../../core/duration.js';
import type { Milliseconds } from '../../../core/time.js';
import type { DetectionBounds } from '../../../stack/alerting/model.js';
import { code, emphasis, enumerated, type Phrase, phrase } from '../../document/phrase.js';
import { dominantStage, isWhole, type Stage, totalMs } from '../../view/stages.js';
import type { ExpectedAlert } from '../../view/story.js';
import { isCut, type View } from '../../view/view.js';
import { costliestAlways, costliestAtWorst, type Setting } from './settings.js';

/** What the stages of an alert say, point by point. */
export function reading(view: View, alert: ExpectedAlert): readonly (Phrase | undefined)[] {
  const { bounds, stages } = alert;
  const { speed } = view.started;
  return [
    stopped(view, alert),
    longest(stages),
    bounds && isWhole(stages) ? avoidable(totalMs(stages), bounds.inForce) : undefined,
    ...(bounds ? advice(bounds.production) : []),
    bounds && speed !== 1 ? atProductionSpeed(speed, bounds.production) : undefined,
  ];
}

function stopped(view: View, { expectation, missing, stages }: ExpectedAlert): Phrase | undefined {
  if (isWhole(stages)) return missing.length > 0 ? phrase`No message arrived via ${enumerated(missing)}.` : undefined;
  if (stages.at(-1)?.to === 'received' && expectation.notified.length === 0) return 'Delivery was not part of the expectation.';
  const reached = emphasis(stages.at(-1)?.to ?? '');
  return isCut(view.state)
    ? phrase`The run ended while the alert was at ${reached}.`
    : phrase`The chain ended at ${reached}: what comes after it did not happen in this run.`;
}

function longest(stages: readonly Stage[]): Phrase | undefined {
  const stage = dominantStage(stages);
  const total = totalMs(stages);
  if (!stage || total === 0 || stages.length === 1) return undefined;
  const share = Math.round((100 * stage.ms) / total);
  return phrase`The longest stage was ${emphasis(stage.name)}, with ${share} % of the time.`;
}

function avoidable(total: Milliseconds, { floorMs, ceilingMs }: DetectionBounds): Phrase {
  const above = total - floorMs;
  if (above <= 0) return 'The measured time is the floor: with these settings it cannot be shorter.';
  if (total > ceilingMs)
    return `The measured time is ${formatSpan(total - ceilingMs)} above the ceiling: something took longer than the configuration explains.`;
  return phrase`${formatSpan(above)} of the ${formatSpan(total)} lie above the floor of ${formatSpan(floorMs)}: chance, as scrape and evaluation fall, and waits in Alertmanager. The floor itself is what ${code('for')} and the window of the expression ask for.`;
}

function advice(production: DetectionBounds): readonly (Phrase | undefined)[] {
  const [always, atWorst] = [costliestAlways(production), costliestAtWorst(production)];
  return [
    always && phrase`What costs most in every detection in production is ${cost(always)}`,
    atWorst && phrase`What can cost most beyond that is ${cost(atWorst)}`,
  ];
}

const cost = ({ name, valueMs, advice: text }: Setting) => phrase`${name} (${formatDuration(valueMs)}): ${text}.`;

const atProductionSpeed = (speed: number, { floorMs, ceilingMs }: DetectionBounds) =>
  `This run was ${speed} times faster than production: it proves that the chain works, not how long it takes there. There the same chain takes between ${formatSpan(floorMs)} and ${formatSpan(ceilingMs)}.`;
