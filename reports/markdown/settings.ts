import { formatDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';

/** A setting that an alert's way to a person goes through. */
export interface Setting {
  /** Markdown. */
  readonly name: string;
  readonly valueMs: Milliseconds;
  readonly atBestMs: Milliseconds;
  readonly atWorstMs: Milliseconds;
  /** What changing it gives and costs, as a sentence. */
  readonly advice: string;
}

/**
 * The settings behind floor and ceiling; what they add at worst sums to the ceiling. Of `group_wait` and `group_interval` only the longer one
 * can be met: a new group waits for the one, a group that outlived an earlier incident for the other.
 */
export function settings({ parts }: DetectionBounds): readonly Setting[] {
  const { scrapeMs, evaluationMs, holdMs, windowFillMs, groupWaitMs, groupIntervalMs, deliveryMs } = parts;
  const intervalWins = groupIntervalMs > groupWaitMs;
  const half = (ms: Milliseconds) => formatDuration(ms / 2);
  return [
    setting(
      '`scrape_interval`',
      scrapeMs,
      [0, scrapeMs],
      `half of it would take up to ${half(scrapeMs)} off, for twice the samples.`,
    ),
    setting(
      '`evaluation_interval`',
      evaluationMs,
      [0, evaluationMs],
      `half of it would take up to ${half(evaluationMs)} off, for twice the evaluations.`,
    ),
    setting(
      'window fill of the expression',
      windowFillMs,
      [windowFillMs, windowFillMs],
      `a shorter range would take time off every detection, at the price of noise.`,
    ),
    setting(
      '`for`, in whole evaluations',
      holdMs,
      [holdMs, holdMs],
      `half of it would take ${half(holdMs)} off every detection, at the price of alerts for disturbances that end by themselves.`,
    ),
    setting(
      '`group_wait`',
      groupWaitMs,
      [0, intervalWins ? 0 : groupWaitMs],
      `half of it would take ${half(groupWaitMs)} off the first message of a group.`,
    ),
    setting(
      '`group_interval`',
      groupIntervalMs,
      [0, intervalWins ? groupIntervalMs : 0],
      `it is waited for only when the alert joins a group that exists already; half of it would take up to ${half(groupIntervalMs)} off that case.`,
    ),
    setting('delivery of a message (bound)', deliveryMs, [0, deliveryMs], 'look at the mail server and the webhook.'),
  ].filter(({ valueMs }) => valueMs > 0);
}

/** The setting that costs most in every detection. */
export const costliestAlways = (bounds: DetectionBounds): Setting | undefined => largest(bounds, ({ atBestMs }) => atBestMs);

/** The setting that costs most where phases and groups fall badly, beyond what it costs always. */
export const costliestAtWorst = (bounds: DetectionBounds): Setting | undefined =>
  largest(bounds, ({ atBestMs, atWorstMs }) => atWorstMs - atBestMs);

const largest = (bounds: DetectionBounds, cost: (setting: Setting) => Milliseconds): Setting | undefined =>
  settings(bounds)
    .filter((one) => cost(one) > 0)
    .toSorted((a, b) => cost(b) - cost(a))[0];

const setting = (
  name: string,
  valueMs: Milliseconds,
  [atBestMs, atWorstMs]: readonly [Milliseconds, Milliseconds],
  advice: string,
): Setting => ({ name, valueMs, atBestMs, atWorstMs, advice });
