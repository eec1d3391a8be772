import type { Clock } from '../../core/time.js';
import type { Load } from '../../stack/services/contracts.js';
import type { LoadSpec } from '../model/scenario.js';
import type { VisitorsClient } from '../observe/visitors.js';
import type { RunContext } from './context.js';

const BASE_LIFETIME_MS = 3_600_000;
// A load that we set ends soon after this process does, however it ends: the visitors return to their base load.
const OWN_LIFETIME_MS = 20_000;
const RENEW_MS = 5_000;

/** Runs the body under the scenario's load, and restores what the load source did before. Without a load source, just runs the body. */
export const withLoad = (context: RunContext, body: () => Promise<void>): Promise<void> =>
  context.clients.load ? underLoad(context, context.clients.load, body) : body();

async function underLoad(
  { scenario, journal, clock }: RunContext,
  source: VisitorsClient,
  body: () => Promise<void>,
): Promise<void> {
  const { rate, paths } = scenario.load;
  const base = await source.setLoad({ lifetimeMs: BASE_LIFETIME_MS });
  if (!differs(base, scenario.load)) return body();
  const own = { rate, lifetimeMs: OWN_LIFETIME_MS, ...(paths.length > 0 && { paths }) };
  await source.setLoad(own);
  await journal.append({ type: 'note', severity: 'info', text: `load: ${rate} requests a second` });
  const ended = new AbortController();
  const renewing = renew(clock, ended.signal, () => source.setLoad(own));
  try {
    await body();
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

const differs = (base: Load, { rate, paths }: LoadSpec): boolean =>
  base.rate !== rate || (paths.length > 0 && paths.join('\n') !== base.paths.join('\n'));
