import { formatSpan } from '../../core/duration.js';
import { messageOf } from '../../core/errors.js';
import { poll } from '../../core/poll.js';
import type { Milliseconds } from '../../core/time.js';
import type { Proof } from '../model/fault.js';
import { flagsCommand, orderFlags, type SetFlags } from './app-flags.js';
import { type AppParams, appParams, flagsOf, flagsRequest } from './app-params.js';
import { appWords, effectsText } from './app-words.js';
import { defineFault, type FaultContext, type Victim } from './fault.js';
import { nameOf } from './prove.js';
import { appFlagsRecord } from './undo/app-flags.js';

/** Long enough for a request to each instance under a gentle load. */
const EFFECT_TIMEOUT_MS: Milliseconds = 10_000;

/** What the reference api breaks in itself when it is told to: what a bad release does, which no engine can. */
export const app = defineFault({
  kind: 'app',
  description: 'The api of the reference stack breaks itself, as a bad release would.',
  params: appParams,
  needs: () => [],
  refusal: (instance) =>
    flagsCommand(instance) === undefined ? 'it names no command that sets flags (label dev.supops.admin)' : undefined,
  words: appWords,
  plan: (victim, params) => [appFlagsRecord(victim, flagsOf(params))],
  inject: async ({ engine, victims, params, ttlMs }) => {
    const order = ['set', flagsRequest(params, ttlMs)];
    await Promise.all(victims.map(({ instance }) => orderFlags(engine, instance, order)));
  },
  prove: proveByEffects,
  // Its memory ends at the instance's limit, and the engine starts it again.
  explains: ({ kind }, { leak }) => leak !== undefined && (kind === 'ended' || kind === 'started'),
  recurs: ({ leak }) => leak !== undefined,
});

/** What one victim has shown so far. */
interface Shown {
  readonly since: Milliseconds;
  /** Every flag has had an effect. */
  readonly touched: boolean;
  readonly evidence: string;
}

/** Proves the fault by what every victim itself has counted since its flags were set, for each of them. */
async function proveByEffects(context: FaultContext<AppParams>): Promise<Proof> {
  const { clock, signal, victims } = context;
  let shown: readonly Shown[] = [];
  const touched = async () => {
    shown = await Promise.all(victims.map((victim) => look(context, victim)));
    return shown.every((one) => one.touched) ? true : undefined;
  };
  const proven = await poll(touched, { clock, timeoutMs: EFFECT_TIMEOUT_MS, intervalMs: 200, signal });
  const evidence = shown.map((one) => one.evidence).join('; ');
  if (proven) return { proven: true, evidence, at: Math.min(...shown.map(({ since }) => since)) };
  return { proven: false, evidence: `no effect on every victim within ${formatSpan(EFFECT_TIMEOUT_MS)}; ${evidence}` };
}

async function look({ engine, params }: FaultContext<AppParams>, victim: Victim): Promise<Shown> {
  const nothing = (what: string): Shown => ({ since: 0, touched: false, evidence: `${nameOf(victim)}: ${what}` });
  let set: SetFlags;
  try {
    set = await orderFlags(engine, victim.instance, ['get']);
  } catch (error) {
    return nothing(messageOf(error));
  }
  const states = flagsOf(params).map((name) => ({ name, ...set[name] }));
  const lost = states.filter(({ since }) => since === undefined).map(({ name }) => name);
  if (lost.length > 0) return nothing(`not set: ${lost.join(', ')}`);
  const text = states.map(({ name, effects = 0 }) => `${name}: ${effectsText(name, effects)}`).join(', ');
  return {
    since: Math.min(...states.map(({ since = 0 }) => since)),
    touched: states.every(({ effects = 0 }) => effects > 0),
    evidence: `${nameOf(victim)} counts ${text}`,
  };
}
