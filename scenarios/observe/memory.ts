import type { RunEvent } from '../record/events.js';
import type { HeldAlert } from './alertmanager.js';
import type { SeenAlert } from './changes.js';
import type { RuleState, TargetState } from './prometheus.js';

/** The recorder's last look at everything. `undefined` until the first clear answer; kept while the source is unreachable. */
export interface Latest {
  readonly rules?: readonly RuleState[];
  readonly alerts?: ReadonlyMap<string, SeenAlert>;
  readonly held?: ReadonlyMap<string, HeldAlert>;
  readonly targets?: readonly TargetState[];
  readonly absentSeries?: readonly string[];
  readonly monitoring: Monitoring;
}

/** What could be asked, and what was wrong with it. */
export type Monitoring = Omit<Extract<RunEvent, { type: 'monitoring' }>, 'type'>;

/** What is asked, as `monitoring` lines name it. */
export type SourceName = 'prometheus' | 'alertmanager' | 'receipts' | 'load';

/** Sources in the words of sentences. */
export const SOURCE_NAMES: Readonly<Record<SourceName, string>> = {
  prometheus: 'Prometheus',
  alertmanager: 'Alertmanager',
  receipts: 'the inbox',
  load: 'the load source',
};

/** A change of the monitoring's health; of its sources, only those that are named. */
export interface HealthChange extends Partial<Omit<Monitoring, 'sources'>> {
  readonly sources?: Partial<Record<SourceName, string>>;
}

/** The last look, and the journal line that a change of the monitoring's health is worth. */
export interface Memory {
  latest(): Latest;
  /** Takes over what was seen; writes to the journal if the health has changed. */
  update(change: Partial<Latest>, health: HealthChange): Promise<void>;
}

const HEALTHY: Omit<Monitoring, 'sources'> = { unhealthyRules: [], missingRules: [], downTargets: [], absentSeries: [] };

/** A memory of nothing, which takes the sources to be healthy until it hears otherwise. */
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
