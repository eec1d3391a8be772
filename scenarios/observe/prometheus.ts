import { EXIT, SupopsError } from '../../core/errors.js';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { jsonClient } from './http.js';

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

interface Answer<T> {
  readonly status: string;
  readonly data: T;
  readonly error?: string;
}
interface RawRule {
  readonly type: string;
  readonly name: string;
  readonly query?: string;
  /** In seconds, like the next two. */
  readonly duration?: number;
  readonly keepFiringFor?: number;
  readonly health: RuleState['health'];
  readonly lastError?: string;
  readonly lastEvaluation: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly alerts?: readonly { labels: Labels; state: 'pending' | 'firing'; activeAt: string; value: string }[];
}
interface RawGroups {
  readonly groups: readonly {
    readonly name: string;
    readonly file?: string;
    readonly interval?: number;
    readonly rules: readonly RawRule[];
  }[];
}
interface RawTargets {
  readonly activeTargets: readonly { labels: Labels; health: TargetState['health']; lastError: string; lastScrape: string }[];
}
interface RawResult {
  readonly resultType: string;
  readonly result: readonly { metric: Labels; value?: [number, string]; values?: [number, string][] }[];
}

/** A client of the Prometheus at `base`. */
export function prometheusClient(base: URL): PrometheusClient {
  const http = jsonClient('Prometheus', base);
  const ask = async <T>(path: string, query: Record<string, string | number> = {}): Promise<T> => {
    const answer = await http.get<Answer<T>>(path, query);
    if (answer.status !== 'success') {
      throw new SupopsError({
        code: 'query-failed',
        exitCode: EXIT.unavailable,
        message: `Prometheus at ${base.origin}${path} gave no answer: ${answer.error ?? answer.status}`,
        hint: 'look at its log: `supops logs prometheus`',
      });
    }
    return answer.data;
  };
  const query = (expression: string, at?: Milliseconds) =>
    ask<RawResult>('/api/v1/query', { query: expression, ...(at === undefined ? {} : { time: at / 1_000 }) });
  return {
    rules: async () => (await ask<RawGroups>('/api/v1/rules', { type: 'alert' })).groups.flatMap(rulesOfGroup),
    targets: async () => (await ask<RawTargets>('/api/v1/targets', { state: 'active' })).activeTargets.map(toTarget),
    query: async (expression, at) => samplesOf(await query(expression, at)),
    raw: async (selector, at) =>
      (await query(selector, at)).result.map(({ metric, values = [] }) => ({
        labels: metric,
        points: values.map(([seconds, value]) => [Math.round(seconds * 1_000), Number(value)] as const),
      })),
  };
}

function samplesOf({ resultType, result }: RawResult): readonly Sample[] {
  // A scalar is one value without labels.
  if (resultType === 'scalar') {
    const [seconds, value] = result as unknown as readonly [number, string];
    return [{ labels: {}, time: seconds * 1_000, value: Number(value) }];
  }
  return result.map(({ metric, value }) => ({
    labels: metric,
    time: (value?.[0] ?? 0) * 1_000,
    value: Number(value?.[1]),
  }));
}

const rulesOfGroup = ({ name: group, file = '', interval = 0, rules }: RawGroups['groups'][number]): readonly RuleState[] =>
  rules
    .filter(({ type }) => type === 'alerting')
    .map((rule) => ({
      group,
      file,
      intervalMs: interval * 1_000,
      name: rule.name,
      expr: rule.query ?? '',
      forMs: (rule.duration ?? 0) * 1_000,
      keepFiringForMs: (rule.keepFiringFor ?? 0) * 1_000,
      health: rule.health,
      lastError: rule.lastError ?? '',
      lastEvaluation: Math.max(0, Date.parse(rule.lastEvaluation) || 0),
      labels: rule.labels ?? {},
      annotations: rule.annotations ?? {},
      alerts: (rule.alerts ?? []).map((alert) => ({ ...alert, activeAt: Date.parse(alert.activeAt) })),
    }));

const toTarget = (target: RawTargets['activeTargets'][number]): TargetState => ({
  job: target.labels.job ?? '',
  instance: target.labels.instance ?? '',
  health: target.health,
  lastError: target.lastError,
  lastScrape: Math.max(0, Date.parse(target.lastScrape) || 0),
});
