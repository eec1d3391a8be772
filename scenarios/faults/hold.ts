import { z } from 'zod';
import { type Engine, need } from '../../stack/engine/engine.js';
import type { UndoRecord } from '../model/fault.js';
import type { Victim } from './fault.js';
import { restartPolicyRecord } from './undo/restart-policy.js';
import { startRecord } from './undo/start.js';

/** The parameter of kinds that end their victims. */
export const hold = z
  .boolean()
  .default(false)
  .describe('Keep the victim down until the repair: its restart policy is saved and set to `no`.');

/** Removes a victim's restart policy, so that neither an engine restart nor a supervisor brings it back. Must be called before the victim ends. */
export const holdDown = (engine: Engine, { instance }: Victim): Promise<void> =>
  need(engine, 'restartPolicy').set(instance.id, { name: 'no' });

/** What brings back a victim that was ended: a start, preceded by its own restart policy if it was held down. */
export const bringBack = (victim: Victim, held: boolean): readonly UndoRecord[] =>
  held ? [restartPolicyRecord(victim), startRecord(victim)] : [startRecord(victim)];

/** What is added to each of a fault's words if the victims are held down. */
export const heldWords = (held: boolean) =>
  held
    ? {
        noun: ', held down',
        plan: ' and hold it down',
        done: ' and held it down',
        effect: ' Its restart policy was taken away, so that nothing but the repair could bring it back.',
        repair: ' with its own restart policy',
      }
    : { noun: '', plan: '', done: '', effect: '', repair: '' };
