import type { JournalLine, RunEvent } from '../../../scenarios/record/events.js';
import { INJECTED } from './good-run.js';

/** One difference from the good run. */
export type Edit = (lines: readonly JournalLine[]) => readonly JournalLine[];

/** Which lines an edit is about. */
export type Which = (line: JournalLine) => boolean;

/** Lines of a type. */
export const ofType =
  (...types: readonly JournalLine['type'][]): Which =>
  ({ type }) =>
    types.includes(type);

/** The lines that any of these is about. */
export const either =
  (...all: readonly Which[]): Which =>
  (line) =>
    all.some((which) => which(line));

/** Epoch ms of seconds from the fault. */
export const after = (seconds: number): number => Math.round(INJECTED + seconds * 1_000);

/** The run without these lines. */
export const drop =
  (which: Which): Edit =>
  (lines) =>
    lines.filter((line) => !which(line));

/** The run without what came later than `seconds` after the fault. */
export const cutAt = (seconds: number): Edit => drop(({ at }) => at > after(seconds));

/** The run with each line of a type changed. */
export const change =
  <T extends JournalLine['type']>(type: T, to: (line: Extract<JournalLine, { type: T }>) => JournalLine): Edit =>
  (lines) =>
    lines.map((line) => (line.type === type ? to(line as Extract<JournalLine, { type: T }>) : line));

/** The run with one more event at `seconds` after the fault. */
export const add =
  (seconds: number, event: RunEvent): Edit =>
  (lines) => [...lines, { seq: 0, at: after(seconds), mono: 0, ...event }];

/** Several edits as one. */
export const all =
  (...edits: readonly Edit[]): Edit =>
  (lines) =>
    edits.reduce((edited, edit) => edit(edited), lines);

/** Everything from `seconds` after the fault on happens `by` seconds later: lines, and every moment that they name. */
export const postpone = (seconds: number, by: number): Edit => {
  const move = (value: unknown): unknown => {
    if (typeof value === 'number') return isMoment(value) && value >= after(seconds) ? value + by * 1_000 : value;
    if (typeof value === 'string') return postponeText(value, after(seconds), by);
    if (Array.isArray(value)) return value.map(move);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, move(one)]));
  };
  return (lines) => lines.map((line) => (line.type === 'run-started' ? line : (move(line) as JournalLine)));
};

// Milliseconds since 1970 in this century; seconds, counts and shares are smaller.
const isMoment = (value: number): boolean => value > 1e12 && value < 1e13;

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function postponeText(text: string, from: number, by: number): string {
  if (!RFC_3339.test(text) || Date.parse(text) < from) return text;
  return new Date(Date.parse(text) + by * 1_000).toISOString();
}

/** The repair begins `seconds` later: the run waits until then for what has not happened. */
export const waitsLonger = (seconds: number): Edit => postpone(5.36, seconds);
