import type { Milliseconds } from '../../core/time.js';
import type { Story } from './story.js';

/** Parts of the system that a run sees with, as `parts` of the first line names their services. */
export type SeeingPart = 'prometheus' | 'alertmanager' | 'receipts' | 'load';

/** A time in which a fault of the scenario itself had such a part as its victim. */
export interface Outage {
  readonly from: Milliseconds;
  /** When the part was back, or Infinity. */
  readonly until: Milliseconds;
}

/** When the scenario's own faults had a part of the monitoring as their victim. What was not seen then, they explain. */
export function ownOutages({ faults, started }: Pick<Story, 'faults' | 'started'>, part: SeeingPart): readonly Outage[] {
  const service = started.parts[part];
  return faults.flatMap(({ spec, injectedAt, undoneAt = Infinity }) =>
    service !== undefined && spec.target.service === service && injectedAt !== undefined
      ? [{ from: injectedAt, until: undoneAt }]
      : [],
  );
}
