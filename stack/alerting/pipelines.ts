import { compressAlertmanagerConfig, compressPrometheusConfig, compressRules } from './compress.js';
import { makePipeline, type Pipeline, resendMsAt } from './pipeline.js';
import { parsePipelineTimes } from './prometheus-config.js';
import { parseAlertmanagerConfig } from './routes.js';
import { parseRuleFile } from './rules.js';

/** A file as the user knows it: path as given, and text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** The files of an alerting, as written for production. */
export interface AlertingFiles {
  readonly prometheusYml: string;
  readonly rules: readonly SourceFile[];
  readonly alertmanager: SourceFile;
}

/** The pipeline as files say it, and as it would be deployed at a speed. Never throws: problems stay in the files that have them. */
export function pipelinesAt(
  { prometheusYml, rules, alertmanager }: AlertingFiles,
  speed: number,
): { readonly production: Pipeline; readonly pipeline: Pipeline } {
  const times = parsePipelineTimes(prometheusYml);
  const at = (factor: number) =>
    makePipeline({
      prometheusYml: factor === 1 ? prometheusYml : compressPrometheusConfig(prometheusYml, factor, {}).text,
      rules: rules.map(({ file, text }) => parseRuleFile(file, compressRules(text, factor, times).text)),
      alertmanager: parseAlertmanagerConfig(
        factor === 1 ? alertmanager.text : compressAlertmanagerConfig(alertmanager.text, factor).text,
        alertmanager.file,
      ),
      deliveryMs: 0,
      resendMs: resendMsAt(factor),
    });
  return { production: at(1), pipeline: at(speed) };
}
