import type { PipelineTimes } from './model.js';
import { YamlFile } from './yaml-file.js';

/** Prometheus' own defaults, for keys that a file leaves out (config.DefaultGlobalConfig). */
const DEFAULT_SCRAPE_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_EVALUATION_MS = 60_000;

/**
 * The periods of prometheus.yml that every alert goes through. Of the scrape intervals the longest counts, so that a ceiling made of it holds
 * for every job. What cannot be read has Prometheus' default.
 */
export function parsePipelineTimes(prometheusYml: string): PipelineTimes {
  const yaml = new YamlFile('prometheus.yml', prometheusYml);
  const top = yaml.valuesOf(yaml.root);
  const global = yaml.valuesOf(top.get('global'));
  const scrapeMs = yaml.durationOf(global.get('scrape_interval'), 'scrape_interval', DEFAULT_SCRAPE_MS) || DEFAULT_SCRAPE_MS;
  const timeoutMs =
    yaml.durationOf(global.get('scrape_timeout'), 'scrape_timeout', 0) || Math.min(DEFAULT_TIMEOUT_MS, scrapeMs);
  const jobs = yaml.items(top.get('scrape_configs'), 'scrape_configs').map((node) => {
    const job = yaml.valuesOf(node);
    const ownMs = yaml.durationOf(job.get('scrape_interval'), 'scrape_interval', 0) || scrapeMs;
    return {
      ownMs,
      ownTimeoutMs: yaml.durationOf(job.get('scrape_timeout'), 'scrape_timeout', 0) || Math.min(timeoutMs, ownMs),
    };
  });
  return {
    scrapeMs: Math.max(scrapeMs, ...jobs.map((job) => job.ownMs)),
    scrapeTimeoutMs: Math.max(timeoutMs, ...jobs.map((job) => job.ownTimeoutMs)),
    evaluationMs: yaml.durationOf(global.get('evaluation_interval'), 'evaluation_interval', 0) || DEFAULT_EVALUATION_MS,
  };
}
