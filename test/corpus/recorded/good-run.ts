import { readFileSync } from 'node:fs';
import type { JournalLine } from '../../../scenarios/record/events.js';
import { readJournal } from '../../../scenarios/record/journal.js';

const RECORDED = new URL('../../fixtures/runs/schema-2-passed/journal.ndjson', import.meta.url);

/** No sign of a machine that was too busy: the recording's own machine was. */
const CALM = { eventLoopLagMs: { p99: 12, max: 40 }, loadPerCpu: 0.4, pressure: { cpu: 0.05 } };

/**
 * The journal of a run of db-down on a real stack in which all went as it should, up to its verdict. The database died at `INJECTED`;
 * DatabaseDown fired 2.3 s later, its messages came at 2.8 s (Slack) and 2.9 s (e-mail), 7 s are allowed. ContainerGone and ApiErrorRateHigh
 * fired at 4.3 s and 5.3 s and were muted. The repair began at 5.4 s; all had resolved at 14.5 s.
 */
export const goodRun = (): readonly JournalLine[] =>
  readJournal(readFileSync(RECORDED, 'utf8'))
    .filter(({ type }) => type !== 'judged' && type !== 'run-ended')
    .map((line) => (line.type === 'host' ? { ...line, ...CALM } : line));

/** The moment of the fault in the good run, epoch ms. */
export const INJECTED = 1795568520158;
