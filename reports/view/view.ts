import type { Milliseconds } from '../../core/time.js';
import type { Scenario } from '../../scenarios/model/scenario.js';
import type { Finding, Verdict } from '../../scenarios/model/verdict.js';
import type { RunStarted } from '../../scenarios/record/events.js';
import type { RunRecord } from '../../scenarios/record/record.js';
import type { Blocks } from '../document/blocks.js';
import { offset } from '../document/figures.js';
import type { RunState, RunSummary } from '../history/run-summary.js';
import { type FaultLine, type RunStory, storyOf, type ViewLine } from './story.js';

/** A run as the sections of a report look at it: the record, with what several of them need worked out once. */
export interface View extends RunStory, Pick<RunRecord, 'run' | 'startedAt' | 'ended'> {
  readonly started: Omit<RunStarted, 'scenario'>;
  /** Its faults are in `faults`, in words. */
  readonly scenario: Omit<Scenario, 'faults'>;
  readonly state: RunState;
  /** Earlier runs of the same scenario, newest first. */
  readonly earlier: readonly RunSummary[];
  /** Where T+0 is: the injection, or the start if nothing was injected. */
  readonly origin: Milliseconds;
  /** End of what is known. */
  readonly endAt: Milliseconds;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
}

/** A section of the report: its title, and its body as blocks; without any it is left out. */
export interface Section {
  /** Anchor of its heading. */
  readonly id: string;
  readonly title: string;
  /** It is there to be looked up, not to be read. */
  readonly folds?: boolean;
  body(view: View): Blocks;
}

/** Works out the view of a record. Other runs are compared if they are of the same scenario and began before it. */
export function viewOf(record: RunRecord, others: readonly RunSummary[]): View {
  const { run, started, startedAt, ended, judgement } = record;
  const story = storyOf(record);
  return {
    ...story,
    run,
    started,
    startedAt,
    ...(ended && { ended }),
    scenario: started.scenario,
    state: ended?.outcome ?? 'unfinished',
    earlier: others
      .filter((other) => other.scenario === started.scenario.name && other.run !== run && other.startedAt < startedAt)
      .toSorted((a, b) => b.startedAt - a.startedAt),
    origin: story.injectedAt ?? startedAt,
    endAt: record.lines.at(-1)?.at ?? startedAt,
    verdicts: judgement?.verdicts ?? [],
    findings: judgement?.findings ?? [],
  };
}

/** The lines of one type, in order. */
export function linesOf<T extends ViewLine['type']>(
  { lines }: View,
  type: T,
): readonly Extract<ViewLine, { readonly type: T }>[] {
  return lines.filter((line): line is Extract<ViewLine, { readonly type: T }> => line.type === type);
}

/** The last word about each fault. */
export const faultStates = (view: View): readonly FaultLine[] => [
  ...new Map(linesOf(view, 'fault').map((line) => [line.fault, line])).values(),
];

/** From injection until the last of all expected messages had arrived; absent if one is missing or none is expected. */
export function detectedMs({ expected, injectedAt }: RunStory): Milliseconds | undefined {
  const asked = expected.filter(({ expectation }) => expectation.notified.length > 0);
  const moments = asked.flatMap(({ notifiedAt }) => notifiedAt ?? []);
  if (injectedAt === undefined || moments.length === 0 || moments.length < asked.length) return undefined;
  return Math.round(Math.max(...moments) - injectedAt);
}

/** `T+1.204 s`, counted from the injection; from the start of the run if nothing was injected. */
export const sinceOrigin = ({ origin }: View, at: Milliseconds): string => `T${offset(at - origin)}`;

/** Kept by every alert of Prometheus' own; it fires all the time, which is its purpose. */
export const isWatchdog = (alertname: string): boolean => alertname === 'Watchdog';

/** The run ended before every expectation had its time: what was not seen may still have come. */
export const isCut = (state: RunState): boolean =>
  state === 'unfinished' || state === 'interrupted' || state === 'aborted' || state === 'errored';
