import { formatSpan } from '../../core/duration.js';
import { poll } from '../../core/poll.js';
import type { Milliseconds } from '../../core/time.js';
import type { Proof } from '../model/fault.js';
import { adminCommand } from './admin.js';
import type { FaultContext, Victim } from './fault.js';
import { nameOf } from './prove.js';

const PROOF_TIMEOUT_MS: Milliseconds = 5_000;

/** What an instance must answer. */
export interface AdminProof {
  /** The order that reads the state. */
  readonly look: string;
  /** The answer that proves the fault. */
  readonly expected: string;
  /** That answer in words. */
  readonly evidence: string;
}

/** Proves a fault by what every victim answers to an order. */
export async function proveByAdmin(context: FaultContext<unknown>, wanted: AdminProof): Promise<Proof> {
  const { engine, clock, signal, victims } = context;
  const at = Math.round(clock.now());
  const ask = async ({ instance }: Victim) =>
    (await engine.exec(instance.id, [...(adminCommand(instance) ?? []), wanted.look])).stdout.trim();
  let answers: readonly string[] = [];
  const look = async () => {
    answers = await Promise.all(victims.map(ask));
    return answers.every((answer) => answer === wanted.expected) ? true : undefined;
  };
  if (await poll(look, { clock, timeoutMs: PROOF_TIMEOUT_MS, intervalMs: 100, signal }))
    return { proven: true, evidence: victims.map((victim) => `${nameOf(victim)}: ${wanted.evidence}`).join('; '), at };
  const found = victims.map((victim, i) => `${nameOf(victim)} answers ${JSON.stringify(answers[i])}, not "${wanted.expected}"`);
  return { proven: false, evidence: `${found.join('; ')} after ${formatSpan(PROOF_TIMEOUT_MS)}` };
}
