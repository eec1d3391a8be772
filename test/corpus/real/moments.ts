import type { JournalLine } from '../../../scenarios/record/events.js';

/** The fault is in place. */
export const injected = (line: JournalLine): boolean => line.type === 'fault' && line.status === 'active';

/** The steady state was found to hold; the fault follows at once. */
export const steady = (line: JournalLine): boolean => line.type === 'steady' && line.moment === 'before';

/** A message of DatabaseDown came by mail. */
export const mailed = (line: JournalLine): boolean =>
  line.type === 'receipt' && line.channel === 'email' && line.alerts.some(({ alertname }) => alertname === 'DatabaseDown');

/** The fault is undone. */
export const repaired = (line: JournalLine): boolean => line.type === 'fault' && line.status === 'undone';
