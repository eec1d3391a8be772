import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { detectionBounds, resolutionBounds } from '../../stack/alerting/bounds.js';
import type {
  AlertRule,
  DetectionBounds,
  ResolutionBounds,
  Route,
  RuleFile,
  SilenceBounds,
} from '../../stack/alerting/model.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';
import { routesFor } from '../../stack/alerting/routes.js';
import { silenceBounds } from '../../stack/alerting/silence.js';
import type { WayBounds } from './stages.js';

/** Which alert, and how far it is followed. */
export interface ExpectedAlert {
  readonly alert: string;
  readonly labels: Labels;
  readonly notified: readonly string[];
}

/**
 * The rules that can produce the expected alert: those with its name, except those whose fixed labels contradict the expected ones,
 * unless all do.
 */
export function rulesOf(expected: Pick<ExpectedAlert, 'alert' | 'labels'>, files: readonly RuleFile[]): readonly AlertRule[] {
  const named = files.flatMap(({ rules }) => rules).filter(({ name }) => name === expected.alert);
  const fitting = named.filter((rule) => !contradicts(rule, expected.labels));
  return fitting.length > 0 ? fitting : named;
}

const contradicts = (rule: AlertRule, labels: Labels): boolean =>
  Object.entries(labels).some(([name, value]) => isFixed(rule.labels[name]) && rule.labels[name] !== value);

const isFixed = (value: string | undefined): value is string => value !== undefined && !value.includes('{{');

/**
 * Best and worst time to the last expected message, or to firing if nothing is to be notified. Of several rules the one with
 * the lowest floor counts; of several channels the slowest. `undefined` if no rule has the name.
 */
export const detectionBoundsOf = (expected: ExpectedAlert, pipeline: Pipeline): DetectionBounds | undefined =>
  boundsOf(expected, pipeline, (rule, route) => detectionBounds(rule, route, pipeline.timesOf(rule), pipeline.deliveryMs));

/** The same for the recovery: from the repair to the last message of the resolution, or to the resolution itself. */
export const resolutionBoundsOf = (expected: ExpectedAlert, pipeline: Pipeline): ResolutionBounds | undefined =>
  boundsOf(expected, pipeline, (rule, route) => resolutionBounds(rule, route, pipeline.timesOf(rule), pipeline.deliveryMs));

function boundsOf<B extends { readonly floorMs: Milliseconds; readonly ceilingMs: Milliseconds }>(
  expected: ExpectedAlert,
  pipeline: Pipeline,
  bounds: (rule: AlertRule, route: Route | undefined) => B,
): B | undefined {
  const perRule = rulesOf(expected, pipeline.rules).map((rule) =>
    routesToJudge(rule, expected, pipeline)
      .map((route) => bounds(rule, route))
      .reduce((a, b) => (b.ceilingMs > a.ceilingMs ? b : a)),
  );
  return perRule.length === 0 ? undefined : perRule.reduce((a, b) => (b.floorMs < a.floorMs ? b : a));
}

/** One route per channel, the quickest; `[undefined]` if only firing counts. */
function routesToJudge(
  rule: AlertRule,
  expected: ExpectedAlert,
  { alertmanager, externalLabels }: Pipeline,
): readonly (Route | undefined)[] {
  if (!alertmanager || expected.notified.length === 0) return [undefined];
  const routes = routesFor(alertmanager, { ...externalLabels, ...expected.labels, ...fixedLabels(rule), alertname: rule.name });
  const perChannel = expected.notified.flatMap((channel) => {
    const carrying = routes.filter(({ receiver }) =>
      alertmanager.receivers.get(receiver)?.some((carried) => carried === channel),
    );
    return carrying.length === 0 ? [] : [carrying.reduce((a, b) => (waitOf(b) < waitOf(a) ? b : a))];
  });
  return perChannel.length > 0 ? perChannel : [routes[0]];
}

const fixedLabels = (rule: AlertRule): Labels =>
  Object.fromEntries(Object.entries(rule.labels).filter(([, value]) => isFixed(value)));

/** When the silence of an alert that always fires is noticed; `undefined` if no rule has the name, or no channel carries it. */
export function silenceBoundsOf(alert: string, pipeline: Pipeline): SilenceBounds | undefined {
  const { alertmanager, externalLabels, deliveryMs, resendMs } = pipeline;
  const [rule] = rulesOf({ alert, labels: {} }, pipeline.rules);
  if (!rule || !alertmanager) return undefined;
  const times = { evaluationMs: pipeline.timesOf(rule).evaluationMs, deliveryMs, resendMs };
  const perRoute = routesFor(alertmanager, { ...externalLabels, ...fixedLabels(rule), alertname: alert })
    .filter(({ receiver }) => (alertmanager.receivers.get(receiver) ?? []).length > 0)
    .map((route) => silenceBounds(route, times));
  // Silence is noticed when nothing arrives any more: of several receivers the one that is told most often counts.
  return perRoute.length === 0 ? undefined : perRoute.reduce((a, b) => (b.periodMs < a.periodMs ? b : a));
}

/**
 * How long it takes at most until any of these rules has fired, if a fault makes it true: how long one must watch to say that none does.
 * Rules with `layer: host` are about the machine, and are not waited for.
 */
export const longestCeilingOf = (pipeline: Pipeline, isWatched: (rule: AlertRule) => boolean): Milliseconds =>
  pipeline.rules
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.labels.layer !== 'host' && isWatched(rule))
    .map((rule) => detectionBounds(rule, undefined, pipeline.timesOf(rule), pipeline.deliveryMs).ceilingMs)
    .reduce((a, b) => Math.max(a, b), 0);

const waitOf = (route: Route): Milliseconds => Math.max(route.groupWaitMs, route.groupIntervalMs);

/** Added to the ceiling if an expectation names no time: the possible cost of polling and of clock uncertainty. */
export const GRACE_MS: Milliseconds = 1_000;

/**
 * By when, from injection, the last message must have arrived (or the alert must fire). `within` is production time and shrinks as the
 * alert's own ceiling did: by the speed, or by less if a floor of the compression was hit, which would otherwise make it impossible to meet.
 * Without `within`: the ceiling in force + 1 s; `undefined` if the alert's rule is unknown.
 */
export function budgetOf(
  expectation: { readonly withinMs?: Milliseconds },
  speed: number,
  bounds: WayBounds<Pick<DetectionBounds, 'ceilingMs'>> | undefined,
): Milliseconds | undefined {
  const { withinMs } = expectation;
  if (withinMs === undefined) return bounds && bounds.inForce.ceilingMs + GRACE_MS;
  const shrunk = bounds && bounds.production.ceilingMs > 0 ? bounds.inForce.ceilingMs / bounds.production.ceilingMs : 0;
  return withinMs * Math.min(1, Math.max(1 / speed, shrunk));
}
