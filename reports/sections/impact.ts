import { formatSpan } from '../../core/duration.js';
import { chart } from '../charts/sparkline.js';
import { paragraph, table } from '../document/blocks.js';
import { count, percent, time } from '../document/figures.js';
import { type Phrase, phrase, strong } from '../document/phrase.js';
import { affected, type LoadWindow, loadRecords, loadWindows, usersRecoveredAt } from '../view/impact.js';
import { type Section, sinceOrigin, type View } from '../view/view.js';

/** The incident as a visitor of the shop met it, from the records of the load generator. */
export const impact: Section = {
  id: 'impact',
  title: 'Impact as the user saw it',
  body: (view) => {
    const windows = loadWindows(view);
    if (windows.length === 0) return undefined;
    return [paragraph(story(view)), windowTable(windows), charts(view), paragraph(budget(view, windows))];
  },
};

function story(view: View): Phrase {
  if (view.injectedAt === undefined)
    return 'No fault was injected. This is what visitors met while supops waited for the steady state.';
  const hit = affected(view);
  if (!hit) return 'No second after the fault had more failed or slow requests than those before it: users did not notice.';
  const span = `from ${time(hit.from)} (${sinceOrigin(view, hit.from)}) to ${time(hit.to)} (${sinceOrigin(view, hit.to)})`;
  const slow = hit.slow > 0 ? ` and ${hit.slow} took longer than 1 s` : '';
  const bad = `${hit.failed} of ${count(hit.requests, 'request')} failed${slow}`;
  const over = view.undoneAt !== undefined && usersRecoveredAt(view) !== undefined;
  const lasted = strong(`${over ? '' : 'at least '}${formatSpan(hit.to - hit.from)}`);
  return phrase`Users were affected for ${lasted}, ${span}: ${bad}. ${aftermath(view, hit.to)} Visitors record whole seconds.`;
}

function aftermath(view: View, lastBad: number): string {
  const { undoneAt } = view;
  if (undoneAt === undefined) return 'No repair is in the record.';
  if (usersRecoveredAt(view) === undefined) return 'The record ends while users were still affected.';
  const lag = lastBad - undoneAt;
  return lag <= 1_000 ? 'With the repair the impact ended.' : `The impact outlasted the repair by ${formatSpan(lag)}.`;
}

const windowTable = (windows: readonly LoadWindow[]) =>
  table(
    ['Window', 'Seconds', 'Requests', 'Failed', 'Slow (> 1 s)', 'Good answers (SLI)', 'p95 of the worst second'],
    windows.map(({ name, records, requests, failed, slow, worstP95Ms }) => [
      name,
      ...[records.length, requests, failed, slow].map(String),
      percent(requests - failed, requests),
      worstP95Ms === undefined ? '–' : formatSpan(worstP95Ms),
    ]),
  );

function charts(view: View) {
  const records = loadRecords(view);
  if (records.length < 5) return undefined;
  const points = (pick: (record: (typeof records)[number]) => number) =>
    records.map((r) => [r.second * 1_000, pick(r)] as const);
  return chart(view, [
    { label: 'requests/s', points: points(({ requests }) => requests) },
    { label: 'failed/s', points: points(({ failed }) => failed) },
    { label: 'p95 ms', points: points(({ p95Ms }) => p95Ms) },
  ]);
}

// In requests, not in minutes of a month: a drill has no month.
function budget({ injectedAt, scenario }: View, windows: readonly LoadWindow[]): string {
  const failed = windows.filter(({ name }) => name !== 'Before the fault').reduce((n, window) => n + window.failed, 0);
  const allowed = 1 - scenario.steadyState.minGoodRatio;
  if (injectedAt === undefined || failed === 0 || allowed <= 0) return '';
  const worth = Math.round(failed / allowed);
  const { rate } = scenario.load;
  const long = rate > 0 ? `, or ${formatSpan((worth / rate) * 1_000)} of this load` : '';
  return `Against the steady state's ${percent(scenario.steadyState.minGoodRatio, 1)} of good answers, ${count(failed, 'failed request')} used up the error budget of ${worth} requests${long}.`;
}
