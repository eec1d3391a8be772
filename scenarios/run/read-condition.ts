import { messageOf } from '../../core/errors.js';
import { compressExpr } from '../../stack/alerting/compress-expr.js';
import { readActive, readHttp, readValues } from '../conditions/read.js';
import type { Condition, HttpCondition, PromqlCondition, Reading } from '../model/condition.js';
import type { Latest } from '../observe/memory.js';
import { probe } from '../observe/probe.js';
import { isAlwaysOn } from './conditions.js';
import type { RunContext } from './context.js';

/** What a look at a condition works with. */
export interface LookContext extends Pick<RunContext, 'clients' | 'scenario'> {
  readonly supervised: Pick<RunContext['supervised'], 'published' | 'speed' | 'production'>;
  readonly recorder: { latest(): Latest };
}

/** Looks at a condition once. Never rejects: a question without a clear answer is unknown. */
export async function readCondition(context: LookContext, condition: Condition): Promise<Reading> {
  switch (condition.kind) {
    case 'http':
      return askHttp(context, condition);
    case 'promql':
      return askPrometheus(context, condition);
    case 'quiet': {
      const { allow } = context.scenario;
      return active(context, ({ alertname, labels }) => !allow.includes(alertname) && !isAlwaysOn(alertname, labels));
    }
    case 'resolved':
      return active(context, ({ alertname }) => alertname === condition.alert);
  }
}

async function askHttp({ supervised }: LookContext, condition: HttpCondition): Promise<Reading> {
  const address = supervised.published?.get(condition.service);
  if (address === undefined) return { state: 'fails', value: `no answer: ${condition.service} does not run` };
  return readHttp(condition, await probe(address, condition.path, condition.withinMs));
}

async function askPrometheus({ clients, supervised }: LookContext, condition: PromqlCondition): Promise<Reading> {
  const { speed, production } = supervised;
  const query = compressExpr(condition.query, { speed, times: production.times });
  try {
    return readValues(condition, await clients.prometheus.query(query));
  } catch (error) {
    return { state: 'unknown', value: messageOf(error) };
  }
}

type ActiveAlert = NonNullable<Latest['alerts']> extends ReadonlyMap<string, infer A> ? A : never;

// The last answer of a source that is silent says nothing about now.
function active({ recorder }: LookContext, counts: (alert: ActiveAlert) => boolean): Reading {
  const { alerts, monitoring } = recorder.latest();
  const { prometheus } = monitoring.sources;
  if (prometheus !== 'ok') return { state: 'unknown', value: prometheus ?? 'Prometheus is not asked' };
  if (alerts === undefined) return { state: 'unknown', value: 'Prometheus has not answered yet' };
  return readActive([...alerts.values()].filter(counts).map(({ alertname, state }) => `${alertname} is ${state}`));
}
