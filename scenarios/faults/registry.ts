import { EXIT, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import type { FaultSpec } from '../model/fault.js';
import { app } from './app.js';
import { crash } from './crash.js';
import { crashLoop } from './crash-loop.js';
import { databaseConnections, databaseIndex, databaseLocks, databaseReadOnly, databaseSlow } from './database.js';
import { disk } from './disk.js';
import { type FaultKind, type FaultWords, fillTarget, targetText } from './fault.js';
import { httpDelay, httpError } from './http.js';
import { kill } from './kill.js';
import { load } from './load.js';
import { networkBandwidth, networkDelay } from './network-connections.js';
import { networkDns } from './network-dns.js';
import { networkLoss, networkPartition, networkRefuse, networkReset } from './network-packets.js';
import { pause } from './pause.js';
import { squeeze } from './squeeze.js';
import { stop } from './stop.js';
import { stress } from './stress.js';

/** Every kind of fault, in the order of the reference. */
export const FAULT_KINDS: readonly FaultKind[] = [
  kill,
  pause,
  stop,
  crash,
  crashLoop,
  squeeze,
  stress,
  disk,
  databaseConnections,
  databaseIndex,
  databaseLocks,
  databaseReadOnly,
  databaseSlow,
  load,
  app,
  networkDelay,
  networkBandwidth,
  networkLoss,
  networkPartition,
  networkReset,
  networkRefuse,
  networkDns,
  httpError,
  httpDelay,
];

/** The kind of a fault. Throws `unknown-fault-kind` (exit 3), which cannot happen for a loaded scenario. */
export function faultKind(name: string): FaultKind {
  const found = FAULT_KINDS.find(({ kind }) => kind === name);
  if (found) return found;
  const names = FAULT_KINDS.map(({ kind }) => kind);
  throw new SupopsError({
    code: 'unknown-fault-kind',
    exitCode: EXIT.invalid,
    message: `there is no fault kind "${name}"${suggestion(name, names)}`,
    hint: `the kinds are ${names.join(', ')}`,
  });
}

/** A fault in words; in generic ones if a journal of another version has a kind or parameters that this one does not know. */
export function wordsOf({ kind, params }: Pick<FaultSpec, 'kind' | 'params'>): FaultWords {
  try {
    return faultKind(kind).words(params);
  } catch {
    return {
      noun: `${kind} of {target}`,
      plan: `inject ${kind} into {target}`,
      done: `injected ${kind} into {target}`,
      effect: `${kind} was injected into {target}.`,
      repair: `undo ${kind} of {target}`,
    };
  }
}

/** One of a fault's words as plain text: `kill of db, held down`. */
export const faultText = (fault: FaultSpec, word: keyof FaultWords): string =>
  fillTarget(wordsOf(fault)[word], targetText(fault));
