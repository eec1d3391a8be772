import type { OnProgress } from '../core/progress.js';
import type { Host } from '../stack/deploy/host.js';
import { connectEngine } from '../stack/engine/connect.js';
import { readProgram } from '../stack/images/programs.js';
import { stateDirectory } from '../stack/state/state.js';
import type { Context } from './context.js';

/**
 * Connects to the engine and hands `work` what a command on a stack needs. The connection is always closed afterwards.
 * Rejects with `engine-unreachable` (exit 4) if no engine answers, and with the reason of an interruption.
 */
export async function withHost<T>(context: Context, onProgress: OnProgress, work: (host: Host) => Promise<T>): Promise<T> {
  const { env, home, platform, uid, clock } = context;
  onProgress({ subject: 'engine', status: 'working', detail: 'connecting' });
  const engine = await connectEngine({ env, home, platform, clock, ...(uid === undefined ? {} : { uid }) });
  try {
    onProgress({ subject: 'engine', status: 'done' });
    const stateDir = stateDirectory(env, home, platform);
    return await work({
      engine,
      clock,
      stateDir,
      programs: (name) => readProgram(name),
      onProgress,
      signal: context.interruption.signal,
    });
  } finally {
    engine.close();
  }
}
