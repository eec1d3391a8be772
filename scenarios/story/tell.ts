import type { JournalLine } from '../record/events.js';
import type { RunRecord } from '../record/record.js';
import { alertHistories } from './alerts.js';
import { defined } from './defined.js';
import { expectationStory } from './expectation.js';
import { faultStories } from './faults.js';
import { silenceStory } from './silence.js';
import type { Story } from './story.js';

/** Computes what happened in a run, from its journal alone. Pure; works on every journal that has its first line. */
export function tell({ started, startedAt, lines }: Pick<RunRecord, 'started' | 'startedAt' | 'lines'>): Story {
  const { scenario } = started;
  const faults = faultStories(scenario.faults, lines);
  const injected = faults.filter(({ injectedAt }) => injectedAt !== undefined);
  const injectedAt = minimum(injected.flatMap((fault) => fault.injectedAt ?? []));
  const undone = injected.flatMap((fault) => fault.undoneAt ?? []);
  const alerts = alertHistories(lines, injectedAt);
  const undoneAt = undone.length > 0 && undone.length === injected.length ? Math.max(...undone) : undefined;
  const endAt = lines.at(-1)?.at ?? startedAt;
  return {
    started,
    scenario,
    lines,
    faults,
    watchedUntil: repairBegins(scenario, lines, faults) ?? undoneAt ?? endAt,
    endAt,
    proven: faults.every(({ proof }) => proof?.proven ?? false),
    alerts,
    silences: (scenario.silences ?? []).map((expectation) => silenceStory(expectation, { started, faults, lines })),
    expectations: scenario.expect.map((expectation) => expectationStory(expectation, { started, faults, alerts, lines })),
    ...defined({ injectedAt, undoneAt, window: lines.findLast((line) => line.type === 'alerts-window') }),
  };
}

const minimum = (moments: readonly number[]): number | undefined => (moments.length === 0 ? undefined : Math.min(...moments));

// Faults that end by themselves are not the repair: the run keeps watching. Steps of the scenario's own may come before the first undo.
function repairBegins(
  { remediate }: Story['scenario'],
  lines: readonly JournalLine[],
  faults: Story['faults'],
): number | undefined {
  const lasting = faults.filter(({ spec }) => spec.forMs === undefined).flatMap(({ undoingAt }) => undoingAt ?? []);
  const phase = lines.find((line) => line.type === 'phase' && line.phase === 'remediate')?.at;
  return minimum(remediate && phase !== undefined ? [...lasting, phase] : lasting) ?? phase;
}
