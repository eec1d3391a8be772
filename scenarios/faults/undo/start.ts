import { z } from 'zod';
import type { UndoRecord } from '../../model/fault.js';
import type { Victim } from '../fault.js';
import { defineUndo } from './executor.js';

/** Starts a victim that does not run. */
export const start = defineUndo({
  kind: 'start',
  args: z.object({}),
  wanted: () => 'running',
  look: async (_tools, { state }) => ({ holds: state === 'running', actual: state }),
  restore: async ({ engine }, { id, state }) => {
    // It waits for its restart policy, up to a minute. Engines take it for running and do nothing if they are asked to start it.
    if (state === 'restarting') await engine.stop(id, 0);
    await engine.start(id);
  },
  explains: ({ kind }) => kind === 'started',
});

/** The record that brings a victim back. */
export const startRecord = ({ ref }: Victim): UndoRecord => ({ kind: start.kind, target: ref, args: {} });
