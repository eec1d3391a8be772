import { formatDuration } from '../../../core/duration.js';
import type { Milliseconds } from '../../../core/time.js';
import type { DetectionBounds } from '../../../stack/alerting/model.js';
import { code, type Phrase, phrase } from '../../document/phrase.js';

/** A setting that an alert's way to a person goes through. */
export interface Setting {
  readonly name: Phrase;
  readonly valueMs: Milliseconds;
  readonly atBestMs: Milliseconds;
  readonly atWorstMs: Milliseconds;
  /** What changing it gives and costs, without the full stop. */
  readonly advice: string;
}

/**
 * The settings behind floor and ceiling; what they add at worst sums to the ceiling. Of `group_wait` and `group_interval` only the longer one
 * can be met: a new group waits for the one, a group that outlived an earlier incident for the other.
 */
export function settings({ parts }: DetectionBounds): readonly Setting[] {
  const { scrapeMs, evaluationMs, holdMs, windowFillMs, groupWaitMs, groupIntervalMs, deliveryMs } = parts;
  const intervalWins = groupIntervalMs > groupWaitMs;
  const half = (ms: Milliseconds) => `half of it would take ${formatDuration(ms / 2)} off`;
  const upToHalf = (ms: Milliseconds) => `half of it would take up to ${formatDuration(ms / 2)} off`;
  return [
    sometimes(code('scrape_interval'), scrapeMs, `${upToHalf(scrapeMs)}, for twice the samples`),
    sometimes(code('evaluation_interval'), evaluationMs, `${upToHalf(evaluationMs)}, for twice the evaluations`),
    always(
      'window fill of the expression',
      windowFillMs,
      'a shorter range would take time off every detection, at the price of noise',
    ),
    always(
      phrase`${code('for')}, in whole evaluations`,
      holdMs,
      `${half(holdMs)} every detection, at the price of alerts for disturbances that end by themselves`,
    ),
    sometimes(
      code('group_wait'),
      groupWaitMs,
      `${half(groupWaitMs)} the first message of a group`,
      intervalWins ? 0 : groupWaitMs,
    ),
    sometimes(
      code('group_interval'),
      groupIntervalMs,
      `it is waited for only when the alert joins a group that exists already; ${upToHalf(groupIntervalMs)} that case`,
      intervalWins ? groupIntervalMs : 0,
    ),
    sometimes('delivery of a message (bound)', deliveryMs, 'look at the mail server and the webhook'),
  ].filter(({ valueMs }) => valueMs > 0);
}

/** The setting that costs most in every detection. */
export const costliestAlways = (bounds: DetectionBounds): Setting | undefined => largest(bounds, ({ atBestMs }) => atBestMs);

/** The setting that costs most if phases and groups fall badly, beyond what it costs always. */
export const costliestAtWorst = (bounds: DetectionBounds): Setting | undefined =>
  largest(bounds, ({ atBestMs, atWorstMs }) => atWorstMs - atBestMs);

const largest = (bounds: DetectionBounds, cost: (setting: Setting) => Milliseconds): Setting | undefined =>
  settings(bounds)
    .filter((one) => cost(one) > 0)
    .toSorted((a, b) => cost(b) - cost(a))[0];

const always = (name: Phrase, valueMs: Milliseconds, advice: string): Setting => ({
  name,
  valueMs,
  atBestMs: valueMs,
  atWorstMs: valueMs,
  advice,
});

const sometimes = (name: Phrase, valueMs: Milliseconds, advice: string, atWorstMs = valueMs): Setting => ({
  name,
  valueMs,
  atBestMs: 0,
  atWorstMs,
  advice,
});
