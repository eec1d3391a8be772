import type { Engine } from '../../../stack/engine/engine.js';
import { LABEL } from '../../../stack/model/labels.js';

/**
 * Removes the helpers of a run other than the guardian itself. A program that was created as its run was killed may never have been attached to,
 * and would wait for its first command in vain.
 */
export async function sweep(engine: Pick<Engine, 'observe' | 'remove'>, run: string, guardian: string): Promise<void> {
  const { helpers } = await engine.observe({ labels: { [LABEL.run]: run } });
  for (const { id, service } of helpers) if (service !== guardian) await engine.remove(id);
}
