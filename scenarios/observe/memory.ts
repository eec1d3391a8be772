import type { RunEvent } from '../record/events.js';
import type { AlertmanagerAlert } from './alertmanager.js';
import type { SeenAlert } from './changes.js';
import type { RuleState, TargetState } from './prometheus.js';

/** The recorder's latest view of everything. `undefined` until the first clear answer; kept while the source is unreachable. */
export interface Latest {
  readonly rules?: readonly RuleState[];
  readonly alerts?: ReadonlyMap<string, SeenAlert>;
  readonly alertmanagerAlerts?: ReadonlyMap<string, AlertmanagerAlert>;
  readonly targets?: readonly TargetState[];
  readonly absentSeries?: readonly string[];
  readonly monitoring: Monitoring;
}

/** Which sources could be queried, and what was wrong with the others. */
export type Monitoring = Omit<Extract<RunEvent, { type: 'monitoring' }>, 'type'>;

/** The sources that are queried, as named in `monitoring` lines. */
export type SourceName = 'prometheus' | 'alertmanager' | 'receipts' | 'load';

/** Sources in the words of sentences. */
export const SOURCE_NAMES: Readonly<Record<SourceName, string>> = {
  prometheus: 'Prometheus',
  alertmanager: 'Alertmanager',
  receipts: 'the inbox',
  load: 'the load source',
};

/** A change of the monitoring's health; only the sources that are named change. */
export interface HealthChange extends Partial<Omit<Monitoring, 'sources'>> {
  readonly sources?: Partial<Record<SourceName, string>>;
}

/** The latest view; a change of the monitoring's health is written to the journal. */
export interface Memory {
  latest(): Latest;
  /** Takes over what was seen; writes to the journal if the health has changed. */
  update(change: Partial<Latest>, health: HealthChange): Promise<void>;
}

const HEALTHY: Omit<Monitoring, 'sources'> = { unhealthyRules: [], missingRules: [], downTargets: [], absentSeries: [] };

/** An empty memory, which assumes that the sources are healthy until it learns otherwise. */
export function createMemory(sources: readonly SourceName[], append: (event: RunEvent) => Promise<unknown>): Memory {
  let latest: Latest = {
    monitoring: { sources: Object.fromEntries(sources.map((source) => [source, 'ok'])), ...HEALTHY },
  };
  let reported = JSON.stringify(latest.monitoring);
  return {
    latest: () => latest,
    update: async (change, { sources: changed = {}, ...health }) => {
      const { monitoring } = latest;
      latest = {
        ...latest,
        ...change,
        monitoring: { ...monitoring, ...health, sources: { ...monitoring.sources, ...changed } },
      };
      const now = JSON.stringify(latest.monitoring);
      if (now === reported) return;
      reported = now;
      await append({ type: 'monitoring', ...latest.monitoring });
    },
  };
}
