import { SupopsError } from '../../core/errors.js';
import { noProgress } from '../../core/progress.js';
import type { Known } from '../../scenarios/language/known.js';
import { DEFAULT_SPEED } from '../../stack/settle/settle.js';
import { referenceAsShipped } from '../../stack/supervised/as-shipped.js';
import { superviseReference } from '../../stack/supervised/reference.js';
import type { Context } from '../context.js';
import { withHost } from '../host.js';
import type { Settings } from '../settings.js';

/** What is known of the system that scenarios would run on. */
export interface KnownSystem {
  readonly known: Known;
  readonly speed: number;
  /** The stack whose configuration this is; absent: nothing is deployed, and it is the shipped one. */
  readonly stack?: string;
}

/** Errors that only say that there is no stack to ask. */
const ABSENT: ReadonlySet<string> = new Set(['no-stack', 'stack-incomplete', 'engine-unreachable']);

/** The configuration in force of the deployed stack; what comes with supops if there is none. */
export async function knownSystem(context: Context, { stack }: Settings): Promise<KnownSystem> {
  try {
    return await withHost(context, noProgress, async (host) => {
      const supervised = await superviseReference(host, stack);
      const { targets, pipeline, production, speed } = supervised;
      await supervised.close();
      return { known: { services: [...targets.keys()], pipeline, production }, speed, stack };
    });
  } catch (error) {
    if (!(error instanceof SupopsError) || !ABSENT.has(error.code)) throw error;
    return { known: await referenceAsShipped(), speed: DEFAULT_SPEED };
  }
}
