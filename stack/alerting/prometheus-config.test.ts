import { expect, it } from 'vitest';
import { parsePipelineTimes } from './prometheus-config.js';

it('reads the periods, the longest scrape of any job', () =>
  expect(
    parsePipelineTimes(`global: { scrape_interval: 15s, scrape_timeout: 5s, evaluation_interval: 30s }
scrape_configs:
  - job_name: a
  - { job_name: b, scrape_interval: 1m, scrape_timeout: 20s }
`),
  ).toEqual({ scrapeMs: 60_000, scrapeTimeoutMs: 20_000, evaluationMs: 30_000 }));

it("has Prometheus' defaults for what a file leaves out", () => {
  const defaults = { scrapeMs: 60_000, scrapeTimeoutMs: 10_000, evaluationMs: 60_000 };
  for (const text of ['', 'global:', '{', 'global: { scrape_interval: often }'])
    expect(parsePipelineTimes(text)).toEqual(defaults);
});
