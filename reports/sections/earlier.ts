import { formatSpan } from '../../core/duration.js';
import { paragraph, table } from '../document/blocks.js';
import { count, exactSpan, utc } from '../document/figures.js';
import { code } from '../document/phrase.js';
import { detectedMs, type Section, type View } from '../view/view.js';

/** Most runs in the table. */
const LIMIT = 10;

/** The same scenario before: outcomes, and this run's time beside theirs. */
export const earlier: Section = {
  id: 'earlier-runs',
  title: 'Earlier runs',
  body: (view) => {
    if (view.earlier.length === 0) return undefined;
    const rest = view.earlier.length - LIMIT;
    return [
      paragraph(comparison(view)),
      table(
        ['Run', 'Started', 'Outcome', 'Detected after', 'Duration', 'Speed'],
        view.earlier
          .slice(0, LIMIT)
          .map(({ run, startedAt, outcome, detectedMs: detected, durationMs, speed }) => [
            code(run),
            utc(startedAt),
            outcome,
            detected === undefined ? '–' : exactSpan(detected),
            durationMs === undefined ? '–' : formatSpan(durationMs),
            speed ?? '–',
          ]),
      ),
      paragraph(rest > 0 ? `${count(rest, 'older run')} left out.` : ''),
    ];
  },
};

// Lowest, middle and highest, and how many: a mean would hide the spread, and that of one run would be no mean at all.
function comparison(view: View): string {
  const { speed } = view.started;
  const times = view.earlier
    .filter((run) => run.speed === undefined || run.speed === speed)
    .flatMap(({ detectedMs: detected }) => detected ?? [])
    .toSorted((a, b) => a - b);
  const [low, middle, high] = [times[0], times[Math.floor((times.length - 1) / 2)], times.at(-1)];
  const passed = view.earlier.filter(({ outcome }) => outcome === 'passed').length;
  const before = `Of ${count(view.earlier.length, 'earlier run')} of this scenario ${passed} passed.`;
  const now = detectedMs(view);
  if (low === undefined || middle === undefined || high === undefined || now === undefined) return before;
  const middleOf = times.length < 3 ? '' : `, half of them at most ${exactSpan(middle)}`;
  const spread =
    times.length === 1
      ? `one earlier run took ${exactSpan(low)}`
      : `${times.length} earlier ones took ${exactSpan(low)} to ${exactSpan(high)}${middleOf}`;
  return `${before} From injection until everybody was told this run took ${exactSpan(now)}; ${spread}, at the same speed.`;
}
