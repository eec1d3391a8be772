import { parsePipelineTimes } from '../../stack/alerting/prometheus-config.js';
import { parseAlertmanagerConfig } from '../../stack/alerting/routes.js';
import { parseRuleFile } from '../../stack/alerting/rules.js';
import { REFERENCE_SERVICES } from '../../stack/reference/reference.js';
import { loadMonitoring } from '../../stack/settle/monitoring-files.js';
import { DEFAULT_SPEED } from '../../stack/settle/settle.js';
import type { TextFiles } from '../../stack/settle/settled.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import { clientsOf } from '../observe/clients.js';
import type { Known } from './load.js';

/** What a scenario is held against on a deployed system. Rejects where Prometheus does not answer (exit 4). */
export async function knownOf(supervised: Supervised): Promise<Known> {
  const loaded = await clientsOf(supervised).prometheus.rules();
  return {
    services: [...supervised.instances.keys()],
    rules: supervised.rules,
    loadedAlerts: loaded.map(({ name }) => name),
    alertmanager: supervised.alertmanagerConfig,
    times: supervised.times,
    productionRules: supervised.productionRules,
    productionAlertmanager: supervised.productionAlertmanagerConfig,
    productionTimes: supervised.productionTimes,
    deliveryMs: supervised.deliveryMs,
  };
}

/** The same for the reference stack as shipped, so that a wrong scenario is told without any stack. */
export async function referenceKnown(): Promise<Known> {
  const { prometheus, alertmanager } = (await loadMonitoring({ stack: 'supops', speed: DEFAULT_SPEED })).files;
  return {
    services: REFERENCE_SERVICES,
    rules: rulesIn(prometheus, 'rules/'),
    alertmanager: parseAlertmanagerConfig(alertmanager['alertmanager.yml'] ?? ''),
    times: parsePipelineTimes(prometheus['prometheus.yml'] ?? ''),
    productionRules: rulesIn(prometheus, 'production/rules/'),
    productionAlertmanager: parseAlertmanagerConfig(alertmanager['production/alertmanager.yml'] ?? ''),
    productionTimes: parsePipelineTimes(prometheus['production/prometheus.yml'] ?? ''),
    deliveryMs: 0,
  };
}

const rulesIn = (files: TextFiles, folder: string) =>
  Object.entries(files).flatMap(([name, text]) => (name.startsWith(folder) ? [parseRuleFile(name, text)] : []));
