import type { JournalLine } from '../../../scenarios/record/events.js';
import type { Workspace } from '../../helpers/workspace.js';
import type { Situation } from '../situation.js';
import type { MonitoringEdit } from './monitoring.js';
import type { TextEdit } from './text.js';

/** The stack on which situations really happen. */
export interface Stage extends Pick<Workspace, 'engine' | 'instance'> {
  readonly alertmanager: URL;
}

/** Something that is done to the stack. */
export type Act = (stage: Stage) => Promise<void>;

/** A situation that really happens: db-down, or a variant of it, on a stack of its own. */
export interface RealSituation extends Situation {
  readonly monitoring?: MonitoringEdit;
  /** How the scenario differs from db-down of the catalogue. */
  readonly scenario?: TextEdit;
  /** Done before the run. */
  readonly before?: Act;
  /** Done in mid-run, as soon as the journal has the line. */
  readonly meanwhile?: { readonly when: (line: JournalLine) => boolean; readonly act: Act };
  /** Puts right what was done. */
  readonly afterwards?: Act;
}
