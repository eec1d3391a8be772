import { edits, replace, type TextEdit } from './text.js';

/** Only DatabaseDown is expected; what follows from it is allowed. */
export const ONLY_DATABASE_DOWN: TextEdit = edits(
  replace(/ {2}- alert: ApiErrorRateHigh\n {4}inhibitedBy: DatabaseDown\n/, ''),
  replace(/ {2}- alert: ContainerGone\n {4}labels: .*\n {4}inhibitedBy: DatabaseDown\n/, ''),
  replace('allow: [', 'allow: [ApiErrorRateHigh, ApiErrorBudgetFastBurn, ContainerGone, '),
);

/** More alerts that may fire. */
export const allowing = (...alerts: readonly string[]): TextEdit => replace('allow: [', `allow: [${alerts.join(', ')}, `);

/** One more key of the expectation of DatabaseDown. */
export const expecting = (key: string): TextEdit => replace('    resolves: true\n', `    resolves: true\n    ${key}\n`);

/** The system may take this long to recover; less than usual where a situation never does. */
export const recoversWithin = (duration: string): TextEdit => replace('runbook:', `recover: { within: ${duration} }\nrunbook:`);
