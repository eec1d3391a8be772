import type { Milliseconds } from '../../core/time.js';
import type { Stage as StoryStage } from '../../scenarios/story/stages.js';
import type { ReceiptOfAlert } from '../../scenarios/story/story.js';
import { enumeratedChannels } from './channel-name.js';

export { dominantStage } from '../../scenarios/story/stages.js';

/** A stretch between two moments of the pipeline, with its name. */
export interface Stage extends StoryStage {
  /** `pending → firing`, `received → notified (e-mail and Slack)`. */
  readonly name: string;
}

/** The stages of a way with their names; the last one says which channels were reached. */
export const namedStages = (stages: readonly StoryStage[], receipts: readonly ReceiptOfAlert[]): readonly Stage[] =>
  stages.map((stage) => ({ ...stage, name: nameOf(stage, receipts) }));

function nameOf({ from, to }: StoryStage, receipts: readonly ReceiptOfAlert[]): string {
  const reached = to === 'notified' || to === 'resolution notified';
  const channels = reached ? ` (${enumeratedChannels(receipts.map(({ channel }) => channel))})` : '';
  return `${from} → ${to}${channels}`;
}

/** The message arrived: nothing of the way is missing. */
export const isWhole = (stages: readonly Stage[]): boolean => {
  const end = stages.at(-1)?.to;
  return end === 'notified' || end === 'resolution notified';
};

/** What the stages sum to. */
export const totalMs = (stages: readonly Stage[]): Milliseconds => stages.reduce((total, { ms }) => total + ms, 0);
