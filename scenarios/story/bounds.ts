import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { detectionBounds } from '../../stack/alerting/bounds.js';
import type {
  AlertmanagerConfig,
  AlertRule,
  Channel,
  DetectionBounds,
  PipelineTimes,
  Route,
  RuleFile,
} from '../../stack/alerting/model.js';
import { routesFor } from '../../stack/alerting/routes.js';

/** One configuration of the pipeline: in force, or as written for production. */
export interface PipelineConfig {
  readonly rules: readonly RuleFile[];
  readonly alertmanager?: AlertmanagerConfig | undefined;
  readonly times: PipelineTimes;
  readonly deliveryMs: Milliseconds;
  /** Labels that Prometheus adds to every alert it sends. */
  readonly externalLabels?: Labels;
}

/** Which alert, and how far its way is followed. */
export interface ExpectedAlert {
  readonly alert: string;
  readonly labels: Labels;
  readonly notified: readonly Channel[];
}

/**
 * The rules that can produce the expected alert: those of its name, without those whose fixed labels contradict the expected ones,
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
 * Best and worst time to the last expected message, or to firing where nothing is to be notified. Of several rules the one with
 * the lowest floor counts; of several channels the slowest. `undefined` where no rule has the name.
 */
export function expectationBounds(expected: ExpectedAlert, config: PipelineConfig): DetectionBounds | undefined {
  const perRule = rulesOf(expected, config.rules).map((rule) =>
    routesToJudge(rule, expected, config)
      .map((route) => detectionBounds(rule, route, config.times, config.deliveryMs))
      .reduce((a, b) => (b.ceilingMs > a.ceilingMs ? b : a)),
  );
  return perRule.length === 0 ? undefined : perRule.reduce((a, b) => (b.floorMs < a.floorMs ? b : a));
}

/** One route a channel, the quickest; `[undefined]` where only firing counts. */
function routesToJudge(rule: AlertRule, expected: ExpectedAlert, config: PipelineConfig): readonly (Route | undefined)[] {
  const { alertmanager } = config;
  if (!alertmanager || expected.notified.length === 0) return [undefined];
  const fixed = Object.fromEntries(Object.entries(rule.labels).filter(([, value]) => isFixed(value)));
  const labels = { ...config.externalLabels, ...expected.labels, ...fixed, alertname: rule.name };
  const routes = routesFor(alertmanager, labels);
  const perChannel = expected.notified.flatMap((channel) => {
    const carrying = routes.filter(({ receiver }) => alertmanager.receivers.get(receiver)?.includes(channel));
    return carrying.length === 0 ? [] : [carrying.reduce((a, b) => (waitOf(b) < waitOf(a) ? b : a))];
  });
  return perChannel.length > 0 ? perChannel : [routes[0]];
}

const waitOf = (route: Route): Milliseconds => Math.max(route.groupWaitMs, route.groupIntervalMs);

/** Added to the ceiling where an expectation names no time: what polling and the uncertainty of clocks may cost. */
export const GRACE_MS: Milliseconds = 1_000;

/** Bounds of one expectation, as the journal's first line holds them. */
export interface BothBounds {
  readonly inForce: DetectionBounds;
  readonly production: DetectionBounds;
}

/**
 * By when, from injection, the last message must have arrived (or the alert must fire). `within` is production time and shrinks as the
 * alert's own way did: by the speed, or by less where a floor of the compression was hit, which would otherwise make it impossible to meet.
 * Without `within`: the ceiling in force + 1 s; `undefined` where nothing is known of the alert's rule.
 */
export function budgetOf(
  expectation: { readonly withinMs?: Milliseconds },
  speed: number,
  bounds: BothBounds | undefined,
): Milliseconds | undefined {
  const { withinMs } = expectation;
  if (withinMs === undefined) return bounds && bounds.inForce.ceilingMs + GRACE_MS;
  const shrunk = bounds && bounds.production.ceilingMs > 0 ? bounds.inForce.ceilingMs / bounds.production.ceilingMs : 0;
  return withinMs * Math.min(1, Math.max(1 / speed, shrunk));
}
