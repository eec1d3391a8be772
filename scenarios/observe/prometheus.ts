import type { z } from 'zod';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { jsonClient } from './http.js';
import { activeTargets, answerOf, instant, matrix, ruleGroups } from './prometheus-answers.js';

/** Prometheus' HTTP API v1, as far as a run uses it. Times are epoch ms. Every method rejects if there is no clear answer. */
export interface PrometheusClient {
  /** All alerting rules with their alerts. */
  rules(): Promise<readonly RuleState[]>;
  targets(): Promise<readonly TargetState[]>;
  /** Instant vector. */
  query(expression: string, at?: Milliseconds): Promise<readonly Sample[]>;
  /** Raw samples of a range selector such as `up[60s]`, evaluated at `at`. */
  raw(selector: string, at: Milliseconds): Promise<readonly Series[]>;
}

/** An alerting rule as Prometheus has it loaded. */
export interface RuleState {
  readonly group: string;
  /** The rule file's name in Prometheus. */
  readonly file: string;
  /** Evaluation interval of its group. */
  readonly intervalMs: Milliseconds;
  readonly name: string;
  readonly expr: string;
  readonly forMs: Milliseconds;
  readonly keepFiringForMs: Milliseconds;
  readonly health: 'ok' | 'unknown' | 'err';
  readonly lastError: string;
  /** 0 if it was never evaluated. */
  readonly lastEvaluation: Milliseconds;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly alerts: readonly ActiveAlert[];
}

export interface ActiveAlert {
  readonly labels: Labels;
  readonly state: 'pending' | 'firing';
  readonly activeAt: Milliseconds;
  readonly value: string;
  readonly annotations?: Labels;
}

export interface TargetState {
  readonly job: string;
  readonly instance: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  readonly lastScrape: Milliseconds;
}

export interface Sample {
  readonly labels: Labels;
  readonly time: Milliseconds;
  readonly value: number;
}

export interface Series {
  readonly labels: Labels;
  readonly points: readonly (readonly [Milliseconds, number])[];
}

/** A client of the Prometheus at `base`. */
export function prometheusClient(base: URL): PrometheusClient {
  const http = jsonClient('Prometheus', base);
  const ask = async <T>(path: string, shape: z.ZodType<T>, query: Record<string, string | number>) =>
    (await http.get({ path, shape: answerOf(shape), query })).data;
  const query = <T>(shape: z.ZodType<T>, expression: string, at?: Milliseconds) =>
    ask('/api/v1/query', shape, { query: expression, ...(at === undefined ? {} : { time: at / 1_000 }) });
  return {
    rules: async () => (await ask('/api/v1/rules', ruleGroups, { type: 'alert' })).groups.flatMap(rulesOfGroup),
    targets: async () => (await ask('/api/v1/targets', activeTargets, { state: 'active' })).activeTargets.map(toTarget),
    query: async (expression, at) => samplesOf(await query(instant, expression, at)),
    raw: async (selector, at) =>
      (await query(matrix, selector, at)).result.map(({ metric, values }) => ({
        labels: metric,
        points: values.map(([time, value]) => [Math.round(time), value] as const),
      })),
  };
}

function samplesOf(answer: z.infer<typeof instant>): readonly Sample[] {
  // A scalar is one value without labels.
  if (answer.resultType === 'scalar') {
    const [time, value] = answer.result;
    return [{ labels: {}, time, value }];
  }
  return answer.result.map(({ metric, value: [time, value] }) => ({ labels: metric, time, value }));
}

const rulesOfGroup = ({
  name: group,
  file,
  interval,
  rules,
}: z.infer<typeof ruleGroups>['groups'][number]): readonly RuleState[] =>
  rules
    .filter(({ type }) => type === 'alerting')
    .map(({ type: _type, query, duration, keepFiringFor, ...rule }) => ({
      ...rule,
      group,
      file,
      intervalMs: interval,
      expr: query,
      forMs: duration,
      keepFiringForMs: keepFiringFor,
    }));

const toTarget = ({ labels, ...target }: z.infer<typeof activeTargets>['activeTargets'][number]): TargetState => ({
  ...target,
  job: labels.job ?? '',
  instance: labels.instance ?? '',
});
