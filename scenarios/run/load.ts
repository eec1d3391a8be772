import type { Clock, Milliseconds } from '../../core/time.js';
import type { Load, LoadRequest, LoadShape } from '../../stack/services/contracts.js';
import { loadText } from '../language/load-text.js';
import type { LoadSpec } from '../model/scenario.js';
import type { VisitorsClient } from '../observe/visitors.js';
import type { RunContext } from './context.js';

const BASE_LIFETIME_MS = 3_600_000;
// A load that we set ends soon after this process does, however it ends: the visitors return to their base load.
const OWN_LIFETIME_MS = 20_000;
const RENEW_MS = 5_000;

/** The body of a run under load; it says when its timeline begins, because the load changes with that. */
export type UnderLoad = (timelineBegins: () => Promise<void>) => Promise<void>;

/** What the load of a run needs of its context. */
export type LoadContext = Pick<RunContext, 'scenario' | 'journal' | 'clock' | 'clients'>;

/** Runs the body under the scenario's load, and restores what the load source did before. Without a load source, just runs the body. */
export const withLoad = (context: LoadContext, body: UnderLoad): Promise<void> =>
  context.clients.load ? underLoad(context, context.clients.load, body) : body(async () => {});

async function underLoad({ scenario, journal, clock }: LoadContext, source: VisitorsClient, body: UnderLoad): Promise<void> {
  const { load } = scenario;
  const base = await source.setLoad({ lifetimeMs: BASE_LIFETIME_MS });
  if (!differs(base, load)) return body(async () => {});
  let own = requestOf(load);
  await source.setLoad(own);
  await journal.append({ type: 'note', severity: 'info', text: `load: ${loadText(load)}` });
  const ended = new AbortController();
  const renewing = renew(clock, ended.signal, () => source.setLoad(own));
  try {
    await body(async () => {
      if (load.shape === undefined) return;
      own = { ...own, shape: shapeFrom(load.shape, Math.round(clock.now())) };
      await source.setLoad(own);
    });
  } finally {
    ended.abort();
    await renewing;
    await source.setLoad({ rate: base.rate, paths: base.paths, lifetimeMs: BASE_LIFETIME_MS }).catch(() => {});
  }
}

async function renew(clock: Clock, signal: AbortSignal, action: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(RENEW_MS, signal).catch(() => {});
    if (!signal.aborted) await action().catch(() => {});
  }
}

const differs = (base: Load, { rate, paths, shape, also }: LoadSpec): boolean =>
  base.rate !== rate ||
  (paths.length > 0 && paths.join('\n') !== base.paths.join('\n')) ||
  shape !== undefined ||
  also !== undefined;

const requestOf = ({ rate, paths, also }: LoadSpec): LoadRequest => ({
  rate,
  lifetimeMs: OWN_LIFETIME_MS,
  ...(paths.length > 0 && { paths }),
  ...(also && { also }),
});

/** The shape as the visitors take it: they know nothing of a timeline, but share our clock. */
function shapeFrom(shape: NonNullable<LoadSpec['shape']>, start: Milliseconds): LoadShape {
  const { to, atMs } = shape;
  const from = start + atMs;
  return shape.kind === 'step' ? { kind: 'step', to, from } : { kind: shape.kind, to, from, until: from + shape.forMs };
}
