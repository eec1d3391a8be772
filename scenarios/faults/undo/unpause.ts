import { z } from 'zod';
import { need } from '../../../stack/engine/engine.js';
import type { UndoRecord } from '../../model/fault.js';
import type { Victim } from '../fault.js';
import { defineUndo } from './executor.js';

/** Thaws a victim that is frozen. One that has ended in the meantime is not frozen. */
export const unpause = defineUndo({
  kind: 'unpause',
  args: z.object({}),
  wanted: () => 'not paused',
  look: async (_tools, { state }) => ({ holds: state !== 'paused', actual: state }),
  restore: ({ engine }, { id }) => need(engine, 'pause').unpause(id),
  explains: ({ kind }) => kind === 'changed',
});

/** The record that thaws a victim. */
export const unpauseRecord = ({ ref }: Victim): UndoRecord => ({ kind: unpause.kind, target: ref, args: {} });
