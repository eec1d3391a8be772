import { makePipeline, type Pipeline, resendMsAt } from '../alerting/pipeline.js';
import { parseAlertmanagerConfig } from '../alerting/routes.js';
import { parseRuleFile } from '../alerting/rules.js';
import { REFERENCE_SERVICES } from '../reference/reference.js';
import { loadMonitoring } from '../settle/monitoring-files.js';
import { DEFAULT_SPEED } from '../settle/settle.js';
import { PREFERRED_PORTS, type TextFiles } from '../settle/settled.js';

/** What is known about the reference stack without deploying it. */
export interface AsShipped {
  readonly services: readonly string[];
  /** Those that can be asked over HTTP. */
  readonly published: readonly string[];
  readonly pipeline: Pipeline;
  readonly production: Pipeline;
}

/** The reference stack as it is shipped, so that a wrong scenario is found without any stack. */
export async function referenceAsShipped(): Promise<AsShipped> {
  const { prometheus, alertmanager } = (await loadMonitoring({ stack: 'supops', speed: DEFAULT_SPEED })).files;
  const pipelineIn = (folder: string, speed: number) =>
    makePipeline({
      prometheusYml: prometheus[`${folder}prometheus.yml`] ?? '',
      rules: rulesIn(prometheus, `${folder}rules/`),
      alertmanager: parseAlertmanagerConfig(alertmanager[`${folder}alertmanager.yml`] ?? ''),
      deliveryMs: 0,
      resendMs: resendMsAt(speed),
    });
  const published = Object.keys(PREFERRED_PORTS);
  return {
    services: [...REFERENCE_SERVICES],
    published,
    pipeline: pipelineIn('', DEFAULT_SPEED),
    production: pipelineIn('production/', 1),
  };
}

const rulesIn = (files: TextFiles, folder: string) =>
  Object.entries(files).flatMap(([name, text]) => (name.startsWith(folder) ? [parseRuleFile(name, text)] : []));
