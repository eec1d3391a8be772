import { formatSpan } from '../../core/duration.js';
import { poll } from '../../core/poll.js';
import type { Milliseconds } from '../../core/time.js';
import type { EngineEvent, Instance } from '../../stack/engine/engine.js';
import type { Proof } from '../model/fault.js';
import type { FaultContext, Victim } from './fault.js';

/** How long the engine may take to report what it did. */
const PROOF_TIMEOUT_MS: Milliseconds = 5_000;
/** Tolerated difference between the engine's timestamps and ours. */
const CLOCKS_MS: Milliseconds = 1_000;

/** What shows that one victim was touched. */
export interface Sign {
  /** When, on the engine's clock. */
  readonly at: Milliseconds;
  /** `engine event pause of db (4f1d…)`. */
  readonly evidence: string;
}

/** What to look for. */
export interface Wanted {
  /** The state that every victim must be read back in. */
  readonly state: Instance['state'];
  /** Whether it must still be in the life of the snapshot, or in a later one, as after a restart. Default: pinned. */
  readonly life?: 'pinned' | 'next';
  /** What is missing if a victim shows no sign: `the end`. */
  readonly missing: string;
  /** The sign from one victim that is in the wanted state and life. */
  signOf(victim: Victim, now: Instance): Sign | undefined;
}

/**
 * Proves that every pinned victim was touched: by the state and the life read back, and by a sign of its own. Not
 * proven if one of them lacks it after five seconds.
 */
export async function proveEach(context: FaultContext<unknown>, wanted: Wanted): Promise<Proof> {
  const { engine, clock, signal, victims } = context;
  const look = async (victim: Victim): Promise<Sign | undefined> => {
    const now = await engine.inspect(victim.instance.id);
    if (now.state !== wanted.state || isSameLife(victim, now) === (wanted.life === 'next')) return undefined;
    return wanted.signOf(victim, now);
  };
  const proof = await poll(
    async (): Promise<Proof | undefined> => {
      const signs = (await Promise.all(victims.map(look))).filter((sign) => sign !== undefined);
      if (signs.length < victims.length) return undefined;
      const evidence = `${signs.map(({ evidence: own }) => own).join('; ')}; state read back: ${wanted.state}`;
      return { proven: true, evidence, at: Math.round(Math.min(...signs.map(({ at }) => at))) };
    },
    { clock, timeoutMs: PROOF_TIMEOUT_MS, intervalMs: 50, signal },
  );
  if (proof) return proof;
  const reasons = await Promise.all(victims.map((victim) => whyNot(context, victim, wanted)));
  return { proven: false, evidence: reasons.join('; ') };
}

/** The first event of a kind for a victim since the injection began: what happened in an earlier life proves nothing. */
export const eventOf = (
  { events, since }: Pick<FaultContext, 'events' | 'since'>,
  { instance }: Victim,
  kind: EngineEvent['kind'],
): EngineEvent | undefined =>
  events.find((event) => event.instanceId === instance.id && event.kind === kind && event.time >= since - CLOCKS_MS);

/** A victim as named in evidence: `db (4f1d2c…)`. */
export const nameOf = ({ instance: { instance, id } }: Victim): string => `${instance} (${id.slice(0, 12)})`;

const isSameLife = ({ instance }: Victim, now: Instance): boolean => now.startedAt === instance.startedAt;

async function whyNot({ engine }: FaultContext<unknown>, victim: Victim, { missing }: Wanted): Promise<string> {
  const now = await engine.inspect(victim.instance.id);
  const again = isSameLife(victim, now) ? '' : ', started again since the snapshot';
  return `no event of ${missing} of ${nameOf(victim)} within ${formatSpan(PROOF_TIMEOUT_MS)}; it is ${now.state}${again}`;
}
