import type { EngineEvent } from '../../stack/engine/engine.js';
import type { Proof } from '../model/fault.js';
import type { FaultContext } from './fault.js';
import { eventOf, nameOf, proveEach } from './prove.js';

/**
 * Proves that every pinned victim ended and did not start again.
 * @param first the kind of event that begins the end, and whose time is the moment of the fault
 */
export const proveEnded = (context: FaultContext<unknown>, first: EngineEvent['kind']): Promise<Proof> =>
  proveEach(context, {
    state: 'exited',
    missing: 'the end',
    signOf: (victim, now) => {
      const [begun, ended] = [eventOf(context, victim, first), eventOf(context, victim, 'ended')];
      if (!begun || !ended) return undefined;
      const words = [...new Set([begun.word, ended.word])].join(' and ');
      const evidence = `engine events ${words} (exit code ${ended.exitCode ?? now.exitCode}) of ${nameOf(victim)}`;
      return { at: begun.time, evidence };
    },
  });
