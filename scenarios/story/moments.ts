import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../record/events.js';

type EngineLine = Extract<JournalLine, { type: 'engine' }>;

/** The engine's own moment of the fault: its kill event of the victim, else what the proof says. `undefined` where nothing was injected. */
export function injectedAtOf(lines: readonly JournalLine[]): Milliseconds | undefined {
  const applying = lines.find((line) => line.type === 'undo' && line.status === 'applying');
  const proof = lines.find((line) => line.type === 'proof');
  if (!applying && !proof) return undefined;
  // Whatever killed the victim before supops did is not the fault.
  const from = (applying?.at ?? 0) - CLOCKS_MS;
  const kill = engineEvents(lines, victimsOf(lines)).find(({ action, time }) => action === 'kill' && time >= from);
  return kill?.time ?? proof?.proof.at;
}

/** When the victim was started again by the repair, by the engine's event; else when the undo was done. */
export function undoneAtOf(lines: readonly JournalLine[], injectedAt: Milliseconds | undefined): Milliseconds | undefined {
  if (injectedAt === undefined) return undefined;
  const undoing = lines.find((line) => line.type === 'undo' && line.status === 'undoing');
  const undone = lines.find((line) => line.type === 'undo' && line.status === 'undone');
  const repairFrom = (undoing?.at ?? injectedAt) - CLOCKS_MS;
  const start = engineEvents(lines, victimsOf(lines)).find(
    ({ action, time }) => action === 'start' && time > injectedAt && time >= repairFrom,
  );
  return start?.time ?? undone?.at;
}

/** Uncertainty that is granted between the engine's stamps and ours. */
export const CLOCKS_MS: Milliseconds = 1_000;

/** Services that the scenario breaks. */
export function victimsOf(lines: readonly JournalLine[]): ReadonlySet<string> {
  const started = lines.find((line) => line.type === 'run-started');
  return new Set(started?.scenario.faults.map(({ service }) => service));
}

/** The engine's events of some services, in order of their own stamps. */
export const engineEvents = (lines: readonly JournalLine[], services: ReadonlySet<string>): readonly EngineLine[] =>
  lines
    .filter((line) => line.type === 'engine')
    .filter(({ service }) => services.has(service))
    .sort((a, b) => a.time - b.time);
