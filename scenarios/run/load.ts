import type { Load } from '../../stack/services/contracts.js';
import type { RunContext } from './context.js';

const LIFETIME_MS = 3_600_000;

/** Runs the body under the scenario's load, and gives the visitors back what they did before. */
export async function withLoad({ clients, scenario, journal }: RunContext, body: () => Promise<void>): Promise<void> {
  const { visitors } = clients;
  const before = await visitors.load();
  const wanted = {
    lifetimeMs: LIFETIME_MS,
    rate: scenario.load.rate,
    ...(scenario.load.paths.length > 0 && { paths: scenario.load.paths }),
  };
  const changed = differs(before, wanted);
  await visitors.setLoad(changed ? wanted : { lifetimeMs: LIFETIME_MS });
  if (changed) await journal.append({ type: 'note', severity: 'info', text: `load: ${wanted.rate} requests a second` });
  try {
    await body();
  } finally {
    if (changed) await visitors.setLoad({ rate: before.rate, paths: before.paths, lifetimeMs: LIFETIME_MS }).catch(() => {});
  }
}

const differs = (now: Load, { rate, paths }: { readonly rate: number; readonly paths?: readonly string[] }): boolean =>
  now.rate !== rate || now.endsAt === 0 || (paths !== undefined && paths.join('\n') !== now.paths.join('\n'));
