import type { Node } from 'yaml';
import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { PipelineTimes, PrometheusConfig, ScrapeJob } from './model.js';
import { YamlFile } from './yaml-file.js';

/** Prometheus' own defaults, for keys that a file leaves out (config.DefaultGlobalConfig, DefaultScrapeConfig). */
const DEFAULT_SCRAPE_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_EVALUATION_MS = 60_000;
const DEFAULT_METRICS_PATH = '/metrics';

/** Reads what alerting depends on. Never throws: what cannot be read has Prometheus' default. Jobs of `scrape_config_files` are not seen. */
export function parsePrometheusConfig(prometheusYml: string): PrometheusConfig {
  const yaml = new YamlFile('prometheus.yml', prometheusYml);
  const top = yaml.valuesOf(yaml.root);
  const global = yaml.valuesOf(top.get('global'));
  const defaults = periodsOf(yaml, global, { scrapeMs: DEFAULT_SCRAPE_MS, scrapeTimeoutMs: DEFAULT_TIMEOUT_MS });
  const jobs = yaml.items(top.get('scrape_configs'), 'scrape_configs').map((node) => readJob(yaml, node, defaults));
  const evaluationMs = yaml.durationOf(global.get('evaluation_interval'), 'evaluation_interval', 0) || DEFAULT_EVALUATION_MS;
  const externalLabels: Labels = yaml.textsOf(global.get('external_labels'), 'external_labels');
  return { jobs, evaluationMs, externalLabels, times: { ...longest(jobs.length > 0 ? jobs : [defaults]), evaluationMs } };
}

/**
 * The periods of prometheus.yml that every alert goes through. Of the scrape intervals the longest counts, so that a ceiling made of it holds
 * for every job.
 */
export const parsePipelineTimes = (prometheusYml: string): PipelineTimes => parsePrometheusConfig(prometheusYml).times;

/** How often is scraped, and how long it may take. */
export type ScrapePeriods = Pick<ScrapeJob, 'scrapeMs' | 'scrapeTimeoutMs'>;

/** The longest interval and the longest timeout; 0 of nothing. */
export const longest = (periods: readonly ScrapePeriods[]): ScrapePeriods => ({
  scrapeMs: Math.max(0, ...periods.map(({ scrapeMs }) => scrapeMs)),
  scrapeTimeoutMs: Math.max(0, ...periods.map(({ scrapeTimeoutMs }) => scrapeTimeoutMs)),
});

type Fields = ReadonlyMap<string, Node | undefined>;

function readJob(yaml: YamlFile, node: Node, defaults: ScrapePeriods): ScrapeJob {
  const fields = yaml.valuesOf(node);
  const name = yaml.textOf(fields.get('job_name'), 'job_name') ?? '';
  const metricsPath = yaml.textOf(fields.get('metrics_path'), 'metrics_path') || DEFAULT_METRICS_PATH;
  return { name, ...periodsOf(yaml, fields, defaults), metricsPath, jobLabels: readJobLabels(yaml, fields, name) };
}

// A timeout never exceeds its interval (config.ScrapeConfig.Validate).
function periodsOf(yaml: YamlFile, fields: Fields, inherited: ScrapePeriods): ScrapePeriods {
  const period = (key: string): Milliseconds => yaml.durationOf(fields.get(key), key, 0);
  const scrapeMs = period('scrape_interval') || inherited.scrapeMs;
  return { scrapeMs, scrapeTimeoutMs: period('scrape_timeout') || Math.min(inherited.scrapeTimeoutMs, scrapeMs) };
}

/** Discoveries whose targets bring labels of their own, and not only `__meta_…` for relabelling. */
const LABELLING = ['file_sd_configs', 'http_sd_configs'];

// A target's own `job` wins over the name of the configuration (scrape.PopulateLabels), and a series' own with honor_labels.
function readJobLabels(yaml: YamlFile, fields: Fields, name: string): ScrapeJob['jobLabels'] {
  const relabels = ['relabel_configs', 'metric_relabel_configs'].flatMap((key) => yaml.items(fields.get(key), key));
  const isRelabelled = relabels.some((node) => yaml.textOf(yaml.valuesOf(node).get('target_label'), 'target_label') === 'job');
  const isHonored = yaml.textOf(fields.get('honor_labels'), 'honor_labels') === 'true';
  if (isRelabelled || isHonored || LABELLING.some((key) => fields.has(key))) return 'any';
  const targets = yaml.items(fields.get('static_configs'), 'static_configs');
  const own = targets.map((node) => yaml.textOf(yaml.valuesOf(yaml.valuesOf(node).get('labels')).get('job'), 'job'));
  return [...new Set([name, ...own.filter((label) => label !== undefined)])];
}
