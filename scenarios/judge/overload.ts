import { formatSpan } from '../../core/duration.js';
import type { FindingId, Verdict } from '../model/verdict.js';
import type { JournalLine } from '../record/events.js';
import { ownOutages } from '../story/outage.js';
import type { Story } from '../story/story.js';

type Host = Extract<JournalLine, { type: 'host' }>;

/** What an overloaded machine can cause by itself: everything about time, or about a probe that got no answer in time. */
const CAUSED_BY_LOAD: ReadonlySet<FindingId> = new Set([
  'not-fired',
  'late',
  'not-notified',
  'not-inhibited',
  'slipped-out',
  'not-resolved',
  'order-wrong',
  'flapping',
  'still-silent',
  'forbidden-alert',
  'resolution-not-notified',
  'unexpected-alert',
  'not-recovered',
  'repair-failed',
]);

/**
 * A verdict that is missed only for reasons that a starved machine can have caused becomes unknown, with a finding that says so. What has
 * nothing to do with time, such as a wrong label, stays missed.
 */
export function excuseOverload(story: Story, verdict: Verdict): Verdict {
  const why = overload(story);
  if (why === undefined || verdict.result !== 'missed') return verdict;
  if (!verdict.findings.every(({ id }) => CAUSED_BY_LOAD.has(id))) return verdict;
  const message = `the machine was too busy for this to be certain: ${why}`;
  return { ...verdict, result: 'unknown', findings: [...verdict.findings, { id: 'host-overloaded', message }] };
}

/** Why the machine must be considered starved; `undefined` if there is no sign of it. */
function overload(story: Story): string | undefined {
  const host = story.lines.findLast((line) => line.type === 'host');
  if (host?.type !== 'host') return undefined;
  const signs = [...lagSigns(host), ...scrapeSigns(host, story), ...pressureSigns(host)];
  return signs.length === 0 ? undefined : signs.join('; ');
}

/** Above this p99 a poll every 400 ms is no longer on time. */
const LAG_MS = 200;
/** Above this many tasks per CPU, whatever is measured in seconds is measured wrongly. */
const LOAD_PER_CPU = 2;
/** A scrape that takes this share of its timeout nearly failed. */
const SCRAPE_SHARE = 0.8;
/** Share of the time in which something waited for the resource. */
const PRESSURE_SHARE = 0.5;

const lagSigns = ({ eventLoopLagMs, loadPerCpu }: Host): readonly string[] => [
  ...(eventLoopLagMs.p99 >= LAG_MS ? [`supops itself was held up for ${formatSpan(eventLoopLagMs.p99)} (p99)`] : []),
  ...(loadPerCpu >= LOAD_PER_CPU ? [`${loadPerCpu.toFixed(1)} tasks were at work for each CPU`] : []),
];

// Scrapes that probe the victim are slow because of the fault; only a busy machine slows down most of them.
function scrapeSigns({ scrapes, missedEvaluations }: Host, story: Story): readonly string[] {
  // A Prometheus that is the victim neither scrapes nor evaluates, however idle the machine is.
  if (ownOutages(story, 'prometheus').length > 0) return [];
  const slow = scrapes.filter(({ longestMs, timeoutMs }) => longestMs >= SCRAPE_SHARE * timeoutMs);
  return [
    ...(slow.length > scrapes.length / 2 ? [`scrapes of ${slow.map(({ job }) => job).join(', ')} nearly timed out`] : []),
    ...(missedEvaluations > 0 ? [`Prometheus skipped ${missedEvaluations} rule evaluations`] : []),
  ];
}

const pressureSigns = ({ pressure = {} }: Host): readonly string[] =>
  Object.entries(pressure)
    .filter(([, share]) => share >= PRESSURE_SHARE)
    .map(([resource, share]) => `something waited for ${resource} in ${Math.round(share * 100)} % of the time`);
