import type { Instance } from '../../stack/engine/engine.js';
import { LABEL } from '../../stack/model/labels.js';

/**
 * The beginning of the command line by which an instance takes orders, as its label says it; `undefined` if it takes none, or the label is not a
 * list of words.
 */
export function adminCommand({ labels }: Pick<Instance, 'labels'>): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(labels[LABEL.admin] ?? '');
    return Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}
