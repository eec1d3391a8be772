import type { Pipeline } from '../../stack/alerting/pipeline.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import { clientsOf } from '../observe/clients.js';

/** What a scenario is checked against: the system that it is to run on. */
export interface Known {
  readonly services: readonly string[];
  /** Those that can be asked over HTTP, if that is known. */
  readonly published?: readonly string[];
  /** Names of the alerts that Prometheus has loaded, if it could be queried. */
  readonly loadedAlerts?: readonly string[];
  /** The configuration in force, and the one written for production. */
  readonly pipeline: Pipeline;
  readonly production: Pipeline;
}

/** What is known of a deployed system. Rejects if Prometheus does not answer (exit 4). */
export async function knownOf(supervised: Supervised): Promise<Known> {
  const loaded = await clientsOf(supervised).prometheus.rules();
  return {
    services: [...supervised.targets.keys()],
    published: [...(supervised.published?.keys() ?? [])],
    loadedAlerts: loaded.map(({ name }) => name),
    pipeline: supervised.pipeline,
    production: supervised.production,
  };
}
