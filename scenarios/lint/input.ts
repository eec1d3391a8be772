import type { Pipeline } from '../../stack/alerting/pipeline.js';
import type { Known } from '../language/known.js';
import type { FileKind } from './recognise.js';

/** A file to check. */
export interface LintFile {
  /** As problems name it. */
  readonly file: string;
  readonly text: string;
  readonly kind: FileKind;
}

/** What is checked, and against what. */
export interface LintInput {
  readonly files: readonly LintFile[];
  /** Services, and the alerting that scenarios are checked against; its rules and routes include those among `files`. */
  readonly known: Known;
  /** Speed of `known.pipeline`. */
  readonly speed: number;
  /** The Alertmanager configuration in `known`, as problems name it. */
  readonly alertmanager: { readonly file: string; readonly text: string };
  /** Pages of supops' own documentation, by path: `docs/runbooks/ApiDown.md`. */
  readonly pages: ReadonlySet<string>;
}

/** A configuration as it is written, and as it is deployed at the speed of the drill. */
export interface Moment {
  readonly pipeline: Pipeline;
  /** Ends a sentence: nothing, or ` at speed 60`. */
  readonly suffix: string;
}

/** Both configurations, production first. */
export const momentsOf = ({ known, speed }: Pick<LintInput, 'known' | 'speed'>): readonly Moment[] => [
  { pipeline: known.production, suffix: '' },
  ...(speed === 1 ? [] : [{ pipeline: known.pipeline, suffix: ` at speed ${speed}` }]),
];
