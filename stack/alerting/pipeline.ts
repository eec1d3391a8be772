import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { AlertmanagerConfig, AlertRule, PipelineTimes, PrometheusConfig, RuleFile } from './model.js';
import { longest, parsePrometheusConfig } from './prometheus-config.js';
import { readingOf } from './reading.js';

/** The periods that one rule goes through, of the configuration in force or of production. */
export interface Pipeline {
  readonly rules: readonly RuleFile[];
  readonly alertmanager?: AlertmanagerConfig;
  /** Labels that Prometheus adds to every alert it sends (`external_labels`). */
  readonly externalLabels: Labels;
  /**
   * Of the jobs that the rule reads the longest scrape interval and timeout (see `readingOf`; 0 if it reads none), the evaluation interval of
   * its group, and how long recording rules in between take.
   */
  timesOf(rule: AlertRule): PipelineTimes;
  /** The longest of all jobs and groups: for waits that concern no rule in particular. */
  readonly times: PipelineTimes;
  /** Bound on sending, rendering and delivering one message, ms. */
  readonly deliveryMs: Milliseconds;
  /** How long Prometheus waits before it sends an alert again (`--rules.alert.resend-delay`). */
  readonly resendMs: Milliseconds;
}

/** Prometheus' own default for `--rules.alert.resend-delay`. */
export const DEFAULT_RESEND_MS: Milliseconds = 60_000;

/** What a pipeline is made of. */
export interface PipelineParts {
  readonly prometheusYml: string;
  readonly rules: readonly RuleFile[];
  readonly alertmanager?: AlertmanagerConfig;
  /** Bound on sending, rendering and delivering one message, ms. */
  readonly deliveryMs: Milliseconds;
  /** `--rules.alert.resend-delay`; absent: Prometheus' default. */
  readonly resendMs?: Milliseconds;
}

/** Reads the periods of a configuration. Never throws: what cannot be read has Prometheus' default. */
export function makePipeline({
  prometheusYml,
  rules,
  alertmanager,
  deliveryMs,
  resendMs = DEFAULT_RESEND_MS,
}: PipelineParts): Pipeline {
  const config = parsePrometheusConfig(prometheusYml);
  return {
    rules,
    ...(alertmanager && { alertmanager }),
    externalLabels: config.externalLabels,
    timesOf: (rule) => timesOf(config, rules, rule),
    times: { ...config.times, evaluationMs: longestEvaluation(config, rules) },
    deliveryMs,
    resendMs,
  };
}

function timesOf({ jobs, evaluationMs, times }: PrometheusConfig, rules: readonly RuleFile[], rule: AlertRule): PipelineTimes {
  const reading = readingOf(rule, { jobs, rules, evaluationMs });
  return {
    // Without a single job everything comes from elsewhere.
    ...longest(jobs.length > 0 ? reading.jobs : [times]),
    evaluationMs: rule.intervalMs ?? evaluationMs,
    ...(reading.upstreamMs > 0 && { upstreamMs: reading.upstreamMs }),
  };
}

function longestEvaluation({ evaluationMs }: PrometheusConfig, files: readonly RuleFile[]): Milliseconds {
  const groups = files.flatMap(({ rules, records }) => [...rules, ...records]);
  return groups.reduce((longestMs, { intervalMs = 0 }) => Math.max(longestMs, intervalMs), evaluationMs);
}
