import { describe, expect, it } from 'vitest';
import { parsePipelineTimes, parsePrometheusConfig } from './prometheus-config.js';

const CONFIG = `global: { scrape_interval: 15s, scrape_timeout: 5s, evaluation_interval: 30s, external_labels: { stack: shop } }
scrape_configs:
  - job_name: a
  - { job_name: b, scrape_interval: 1m, scrape_timeout: 20s, metrics_path: /probe }
  - { job_name: c, scrape_interval: 2s }
`;

describe('parsePrometheusConfig', () => {
  it('reads jobs with what they inherit, the evaluation and the external labels', () =>
    expect(parsePrometheusConfig(CONFIG)).toEqual({
      jobs: [
        { name: 'a', scrapeMs: 15_000, scrapeTimeoutMs: 5_000, metricsPath: '/metrics', jobLabels: ['a'] },
        { name: 'b', scrapeMs: 60_000, scrapeTimeoutMs: 20_000, metricsPath: '/probe', jobLabels: ['b'] },
        { name: 'c', scrapeMs: 2_000, scrapeTimeoutMs: 2_000, metricsPath: '/metrics', jobLabels: ['c'] },
      ],
      evaluationMs: 30_000,
      externalLabels: { stack: 'shop' },
      times: { scrapeMs: 60_000, scrapeTimeoutMs: 20_000, evaluationMs: 30_000 },
    }));

  it.each([
    ['its name', '', ['x']],
    [
      'a label of its targets too',
      'static_configs: [{ targets: [a], labels: { job: y } }, { targets: [b], labels: { z: q } }]',
      ['x', 'y'],
    ],
    ['any, with honor_labels', 'honor_labels: true', 'any'],
    ['its name, with honor_labels: false', 'honor_labels: false', ['x']],
    ['any, if relabelling sets it', 'relabel_configs: [{ target_label: job, replacement: z }]', 'any'],
    ['any, if relabelling of its series sets it', 'metric_relabel_configs: [{ source_labels: [a], target_label: job }]', 'any'],
    ['its name, if relabelling sets others', 'relabel_configs: [{ target_label: instance, replacement: z }]', ['x']],
    ['any, if files list its targets', 'file_sd_configs: [{ files: [a.json] }]', 'any'],
    ['any, if a service lists its targets', 'http_sd_configs: [{ url: http://x }]', 'any'],
    ['its name, if its targets are discovered', 'kubernetes_sd_configs: [{ role: pod }]', ['x']],
  ])('knows that `job` of its series is %s', (_, line, jobLabels) =>
    expect(parsePrometheusConfig(`scrape_configs:\n  - job_name: x\n    ${line}\n`).jobs[0]?.jobLabels).toEqual(jobLabels),
  );
});

describe('parsePipelineTimes', () => {
  it('takes the longest scrape of any job', () =>
    expect(parsePipelineTimes(CONFIG)).toEqual({ scrapeMs: 60_000, scrapeTimeoutMs: 20_000, evaluationMs: 30_000 }));

  it('leaves out a period that no job has', () =>
    expect(parsePipelineTimes('scrape_configs: [{ job_name: a, scrape_interval: 5s }]')).toEqual({
      scrapeMs: 5_000,
      scrapeTimeoutMs: 5_000,
      evaluationMs: 60_000,
    }));

  it("has Prometheus' defaults for what a file leaves out", () => {
    const defaults = { scrapeMs: 60_000, scrapeTimeoutMs: 10_000, evaluationMs: 60_000 };
    for (const text of ['', 'global:', '{', 'global: { scrape_interval: often }'])
      expect(parsePipelineTimes(text)).toEqual(defaults);
  });
});
