import { formatSpan } from '../../core/duration.js';
import { messageOf } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import { type Instance, need, type UsageSample } from '../../stack/engine/engine.js';
import type { Proof } from '../model/fault.js';
import type { FaultContext, Victim } from './fault.js';
import { eventOf, nameOf } from './prove.js';
import { sizeText } from './size.js';

/** An engine measures once a second; a victim that has little to do is not stopped by its limit in each of them. */
const EFFECT_TIMEOUT_MS: Milliseconds = 15_000;

/** Limits that are lower than before; absent: as it was. */
export interface Tightening {
  readonly cpus?: number;
  readonly memoryBytes?: number;
}

/**
 * Proves that the kernel holds each victim to its new limits: those of the engine read back, and measured what the kernel makes of them: periods in which the
 * victim was stopped by its limit of CPU, and the limit of memory in force.
 */
export async function proveSqueezed(context: FaultContext<unknown>, change: Tightening): Promise<Proof> {
  const looks = await Promise.all(context.victims.map((victim) => look(context, victim, change)));
  const evidence = looks.map(({ text }) => text).join('; ');
  if (!looks.every(({ felt }) => felt)) return { proven: false, evidence };
  const times = context.victims.flatMap((victim) => eventOf(context, victim, 'changed')?.time ?? []);
  return { proven: true, evidence, at: Math.round(Math.min(...times, context.clock.now())) };
}

interface Seen {
  readonly felt: boolean;
  readonly text: string;
}

async function look({ engine, clock, signal }: FaultContext<unknown>, victim: Victim, change: Tightening): Promise<Seen> {
  const { id } = victim.instance;
  const now = await engine.inspect(id);
  const name = nameOf(victim);
  if (!readsBack(now, change)) return { felt: false, text: `the limits of ${name} do not read back` };
  const enough = new AbortController();
  const late = clock.sleep(EFFECT_TIMEOUT_MS, enough.signal).then(
    () => enough.abort(),
    () => {},
  );
  let text = `no measurement of ${name}`;
  try {
    let first: UsageSample | undefined;
    for await (const sample of need(engine, 'usage').samples(id, AbortSignal.any([signal, enough.signal]))) {
      first ??= sample;
      const seen = judge(first, sample, change);
      text = `${name}: ${seen.text}`;
      if (seen.felt) return { felt: true, text };
    }
    signal.throwIfAborted();
    return { felt: false, text: `${text} within ${formatSpan(EFFECT_TIMEOUT_MS)}` };
  } catch (error) {
    signal.throwIfAborted();
    return { felt: false, text: `${name}: ${messageOf(error)}` };
  } finally {
    enough.abort();
    await late;
  }
}

const readsBack = (now: Instance, { cpus, memoryBytes }: Tightening): boolean =>
  (cpus === undefined || (now.cpus !== undefined && Math.abs(now.cpus - cpus) < 0.001)) &&
  (memoryBytes === undefined || now.memoryBytes === memoryBytes);

/** What two measurements say of the new limits. */
function judge(first: UsageSample, sample: UsageSample, { cpus, memoryBytes }: Tightening): Seen {
  const throttled = sample.throttledPeriods - first.throttledPeriods;
  const parts: readonly Seen[] = [
    ...(cpus === undefined
      ? []
      : [{ felt: throttled > 0, text: `stopped by its limit of ${cpus} CPUs in ${throttled} periods` }]),
    ...(memoryBytes === undefined
      ? []
      : [
          {
            felt: sample.memoryLimitBytes === memoryBytes,
            text: `${sizeText(sample.memoryUsageBytes)} of ${sizeText(sample.memoryLimitBytes)} in use`,
          },
        ]),
  ];
  return { felt: parts.every(({ felt }) => felt), text: parts.map(({ text }) => text).join(', ') };
}
