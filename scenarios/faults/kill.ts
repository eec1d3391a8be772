import { poll } from '../../core/poll.js';
import { type Instance, need } from '../../stack/engine/engine.js';
import { formatRestartPolicy } from '../../stack/model/restart-policy.js';
import type { FaultSpec, Proof, UndoRecord } from '../model.js';
import type { Fault, FaultContext } from './fault.js';

/** How long the engine may take to report what it did. */
const PROOF_TIMEOUT_MS = 5_000;

/**
 * SIGKILL through the engine, which suppresses the restart policy for that end. Hold also takes the policy away, against a restart of the
 * engine or a supervisor.
 */
export const killFault = (spec: FaultSpec): Fault => ({
  title: `kill ${spec.service}${spec.hold ? ' and hold it down' : ''}`,
  repair: `start ${spec.service}${spec.hold ? ' with its own restart policy' : ''}`,
  plan: (victim, stack) => planUndo(victim, stack, spec.hold),
  inject: async ({ engine, victim }) => {
    if (spec.hold) await need(engine, 'restartPolicy').set(victim.id, { name: 'no' });
    await need(engine, 'kill').kill(victim.id);
  },
  prove,
});

function planUndo(victim: Instance, stack: string, hold: boolean): readonly UndoRecord[] {
  const target = { stack, service: victim.instance, id: victim.id, startedAt: victim.startedAt };
  const start: UndoRecord = { kind: 'start', target, args: {} };
  return hold
    ? [{ kind: 'set-restart-policy', target, args: { policy: formatRestartPolicy(victim.restartPolicy) } }, start]
    : [start];
}

async function prove({ engine, victim, events, clock, signal }: FaultContext): Promise<Proof> {
  // The recording began before the fault: what ended an earlier life of the victim proves nothing.
  const seen = (word: string) =>
    events.find(
      ({ instanceId, time, ...event }) => instanceId === victim.id && event.word === word && time >= victim.startedAt,
    );
  const proof = await poll(
    async (): Promise<Proof | undefined> => {
      const now = await engine.inspect(victim.id);
      const [kill, die] = [seen('kill'), seen('die')];
      if (now.state !== 'exited' || now.startedAt !== victim.startedAt || !kill || !die) return undefined;
      const evidence = `engine events kill and die (exit code ${die.exitCode ?? now.exitCode}) of ${id(victim)}; state read back: exited`;
      return { proven: true, evidence, at: Math.round(kill.time) };
    },
    { clock, timeoutMs: PROOF_TIMEOUT_MS, intervalMs: 50, signal },
  );
  if (proof) return proof;
  const now = await engine.inspect(victim.id);
  const replaced = now.startedAt === victim.startedAt ? '' : ', started again since the snapshot';
  return { proven: false, evidence: `no kill and die event of ${id(victim)} within 5 s; it is ${now.state}${replaced}` };
}

const id = (victim: Instance) => `${victim.service} (${victim.id.slice(0, 12)})`;
