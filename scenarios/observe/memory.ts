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

/** The last look, and the journal line that a change of the monitoring's health is worth. */
export interface Memory {
  latest(): Latest;
  /** Takes over what was seen; writes to the journal where the health has changed. */
  update(change: Partial<Latest>, monitoring: Partial<Monitoring>): Promise<void>;
}

const HEALTHY: Monitoring = {
  prometheus: 'ok',
  alertmanager: 'ok',
  inbox: 'ok',
  unhealthyRules: [],
  missingRules: [],
  downTargets: [],
  absentSeries: [],
};

/** A memory of nothing, which takes the monitoring to be healthy until it hears otherwise. */
export function createMemory(append: (event: RunEvent) => Promise<unknown>): Memory {
  let latest: Latest = { monitoring: HEALTHY };
  let reported = JSON.stringify(latest.monitoring);
  return {
    latest: () => latest,
    update: async (change, monitoring) => {
      latest = { ...latest, ...change, monitoring: { ...latest.monitoring, ...monitoring } };
      const now = JSON.stringify(latest.monitoring);
      if (now === reported) return;
      reported = now;
      await append({ type: 'monitoring', ...latest.monitoring });
    },
  };
}
