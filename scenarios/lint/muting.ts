import { formatDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { mutes } from '../../stack/alerting/audit/alert-labels.js';
import { rulePlaces } from '../../stack/alerting/audit/places.js';
import { holdOf } from '../../stack/alerting/bounds.js';
import type { AlertRule } from '../../stack/alerting/model.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';
import { selectorsIn } from '../../stack/alerting/selectors.js';
import { windowDrainOf } from '../../stack/alerting/window-drain.js';
import { knownAlerts } from './alerts.js';
import { type LintInput, type Moment, momentsOf } from './input.js';
import { type LintProblem, problemAt } from './problem.js';

/** An alert that mutes another, and by how much it fails to. */
interface Lack {
  readonly source: AlertRule;
  readonly target: AlertRule;
  readonly actualMs: Milliseconds;
  readonly neededMs: Milliseconds;
}

/**
 * Checks that what mutes an alert begins early enough and lasts long enough: a source with too short a `keep_firing_for` resolves while its
 * symptom still fires, which is then notified after the repair; a symptom with too short a `for` is notified before its source fires.
 */
export function checkMuting(input: LintInput): readonly LintProblem[] {
  const found = momentsOf(input).flatMap((moment) => {
    const pairs = mutedPairs(moment.pipeline);
    const holds = pairs.flatMap((pair) => lackOfHold(pair, moment.pipeline));
    const delays = pairs.flatMap((pair) => lackOfDelay(pair, moment.pipeline));
    return [
      ...worst(holds, 'source').flatMap((lack) => hold(lack, moment, input)),
      ...worst(delays, 'target').flatMap((lack) => delay(lack, moment, input)),
    ];
  });
  // What is wrong in production need not be said of the drill again.
  return [
    ...new Map(found.toReversed().map((problem) => [`${problem.code} ${problem.file}:${problem.line}`, problem])).values(),
  ];
}

interface Pair {
  readonly source: AlertRule;
  readonly target: AlertRule;
}

function mutedPairs(pipeline: Pipeline): readonly Pair[] {
  const { inhibitions = [] } = pipeline.alertmanager ?? {};
  // An expression that cannot be read says nothing about its windows.
  const alerts = knownAlerts(pipeline).filter(({ rule }) => selectorsIn(rule.expr) !== undefined);
  return alerts.flatMap((source) =>
    alerts
      .filter((target) => target !== source && inhibitions.some((one) => mutes(one, source.labels, target.labels) !== 'no'))
      .map((target) => ({ source: source.rule, target: target.rule })),
  );
}

function lackOfHold({ source, target }: Pair, pipeline: Pipeline): readonly Lack[] {
  const { scrapeMs, evaluationMs } = pipeline.timesOf(target);
  const neededMs = windowDrainOf(target.expr).worstMs + scrapeMs + 2 * evaluationMs;
  const actualMs = source.keepFiringForMs;
  return actualMs < neededMs ? [{ source, target, actualMs, neededMs }] : [];
}

function lackOfDelay({ source, target }: Pair, pipeline: Pipeline): readonly Lack[] {
  const { evaluationMs } = pipeline.timesOf(target);
  const neededMs = holdOf(source.forMs, pipeline.timesOf(source).evaluationMs) + 2 * evaluationMs;
  const actualMs = holdOf(target.forMs, evaluationMs);
  return actualMs < neededMs ? [{ source, target, actualMs, neededMs }] : [];
}

// One problem for each rule, with what it lacks most.
function worst(lacks: readonly Lack[], by: 'source' | 'target'): readonly Lack[] {
  const most = new Map<AlertRule, Lack>();
  for (const lack of lacks) if (lack.neededMs > (most.get(lack[by])?.neededMs ?? -1)) most.set(lack[by], lack);
  return [...most.values()];
}

function hold({ source, target, actualMs, neededMs }: Lack, { suffix }: Moment, input: LintInput): readonly LintProblem[] {
  const message =
    `${source.name} mutes ${target.name}, but may resolve first: its keep_firing_for is ${formatDuration(actualMs)}${suffix}, and ` +
    `${formatDuration(neededMs)} are needed (window of ${target.name}, a scrape and two evaluations)`;
  return located(input, source, { key: 'keep_firing_for', code: 'short-keep-firing', message });
}

function delay({ source, target, actualMs, neededMs }: Lack, { suffix }: Moment, input: LintInput): readonly LintProblem[] {
  const message =
    `${source.name} mutes ${target.name}, but may fire later: \`for\` of ${target.name} is ${formatDuration(actualMs)}${suffix}, and ` +
    `${formatDuration(neededMs)} are needed (\`for\` of ${source.name} and two evaluations)`;
  return located(input, target, { key: 'for', code: 'muted-too-late', message });
}

// At the rule if its file is checked; else at the routing that makes it a source or target.
function located(
  { files, alertmanager }: LintInput,
  rule: AlertRule,
  { key, code, message }: { readonly key: string; readonly code: string; readonly message: string },
): readonly LintProblem[] {
  const file = files.find((one) => one.kind === 'rules' && one.file === rule.file);
  if (file)
    return [problemAt({ file: file.file, ...rulePlaces(file.file, file.text).at(rule, key) }, 'warning', { code, message })];
  const isChecked = files.some((one) => one.file === alertmanager.file);
  return isChecked ? [problemAt({ file: alertmanager.file, line: 1, column: 1 }, 'warning', { code, message })] : [];
}
