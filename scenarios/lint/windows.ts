import { formatDuration } from '../../core/duration.js';
import type { RulePlaces } from '../../stack/alerting/audit/places.js';
import { rangesIn } from '../../stack/alerting/audit/ranges.js';
import { scaleDependence } from '../../stack/alerting/audit/scale-dependence.js';
import type { AlertRule } from '../../stack/alerting/model.js';
import { RANGE_FLOOR_SCRAPES } from '../../stack/alerting/scale.js';
import type { Moment } from './input.js';
import { type LintProblem, problemAt } from './problem.js';

/** A rule as it is written, with how it is deployed at each speed. */
export interface RuleAtSpeeds {
  readonly written: AlertRule;
  readonly at: readonly { readonly rule: AlertRule; readonly moment: Moment }[];
}

/** Times of a rule that do not fit those of the pipeline, and comparisons that compression changes. */
export const checkWindows = (rule: RuleAtSpeeds, places: RulePlaces): readonly LintProblem[] => [
  ...shortHold(rule, places),
  ...shortRanges(rule, places),
  ...notScaleFree(rule, places),
];

function shortHold({ written, at }: RuleAtSpeeds, places: RulePlaces): readonly LintProblem[] {
  const short = at.find(({ rule, moment }) => rule.forMs > 0 && rule.forMs < moment.pipeline.timesOf(rule).evaluationMs);
  if (!short) return [];
  const evaluation = formatDuration(short.moment.pipeline.timesOf(short.rule).evaluationMs);
  const message =
    `\`for\` of ${written.name} is ${formatDuration(short.rule.forMs)}${short.moment.suffix}, shorter than the evaluation interval: ` +
    `it lasts ${evaluation} all the same`;
  return [problemAt({ file: written.file, ...places.at(written, 'for') }, 'warning', { code: 'short-for', message })];
}

function shortRanges({ written, at }: RuleAtSpeeds, places: RulePlaces): readonly LintProblem[] {
  // Compression changes no selector but its range, so that the n-th of one speed is the n-th of the other.
  return rangesIn(written.expr).flatMap(({ offset, text }, n) => {
    const short = at.find(({ rule, moment }) => {
      const range = rangesIn(rule.expr)[n];
      return range !== undefined && range.ms < RANGE_FLOOR_SCRAPES * moment.pipeline.timesOf(rule).scrapeMs;
    });
    if (!short) return [];
    const scrape = formatDuration(short.moment.pipeline.timesOf(short.rule).scrapeMs);
    const range = rangesIn(short.rule.expr)[n]?.text ?? text;
    const message = `${range}${short.moment.suffix} is shorter than ${RANGE_FLOOR_SCRAPES} scrapes (one every ${scrape}): one that fails can empty it`;
    return [
      problemAt({ file: written.file, ...places.inExpression(written, offset) }, 'warning', { code: 'short-range', message }),
    ];
  });
}

function notScaleFree({ written }: RuleAtSpeeds, places: RulePlaces): readonly LintProblem[] {
  return scaleDependence(written.expr).map(({ offset, kind }) => {
    const why =
      kind === 'count'
        ? 'counts in a window: at a higher speed the window is shorter, and the same number has to come within it'
        : 'compares seconds: they stay as long at every speed';
    const message = `${written.name} ${why}`;
    return problemAt({ file: written.file, ...places.inExpression(written, offset) }, 'warning', {
      code: 'not-scale-free',
      message,
    });
  });
}
