import type { Milliseconds } from '../../../core/time.js';
import type { Phrase } from '../../document/phrase.js';

/** One row: when, who says so, what. */
export interface TimelineRow {
  readonly at: Milliseconds;
  readonly source: 'supops' | 'engine' | 'Prometheus' | 'Alertmanager' | 'inbox' | 'visitors' | 'guardian';
  readonly event: Phrase;
  /** Lower goes first when there are too many rows. */
  readonly weight: number;
}
