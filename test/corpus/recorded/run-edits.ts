import type { Expectation } from '../../../scenarios/model/scenario.js';
import type { JournalLine } from '../../../scenarios/record/events.js';
import { add, after, change, type Edit } from './edit.js';

type MonitoringLine = Extract<JournalLine, { type: 'monitoring' }>;
type Started = Extract<JournalLine, { type: 'run-started' }>;

/** The run as if it had been started otherwise. */
export const startedWith = (to: (line: Started) => Started): Edit => change('run-started', to);

/** The expectation of an alert, spelled otherwise. */
export const expecting = (alert: string, to: Partial<Expectation>): Edit =>
  startedWith((line) => ({
    ...line,
    scenario: {
      ...line.scenario,
      expect: line.scenario.expect.map((one) => (one.alert === alert ? { ...one, ...to } : one)),
    },
  }));

/** Only DatabaseDown is expected; what follows from it is allowed. */
export const ONLY_DATABASE_DOWN: Edit = startedWith((line) => ({
  ...line,
  scenario: {
    ...line.scenario,
    expect: line.scenario.expect.filter(({ alert }) => alert === 'DatabaseDown'),
    allow: [...line.scenario.allow, 'ApiErrorRateHigh', 'ContainerGone'],
  },
}));

/** Alerts that may fire. */
export const allowing = (...alerts: readonly string[]): Edit =>
  startedWith((line) => ({ ...line, scenario: { ...line.scenario, allow: [...line.scenario.allow, ...alerts] } }));

/** The system lacks an optional part. */
export const without = (part: 'receipts' | 'load'): Edit =>
  startedWith(({ parts: { [part]: _absent, ...parts }, ...line }) => ({ ...line, parts }));

/** The health of the monitoring from a moment on; what is not named is well. */
export const monitoringIs = (
  seconds: number,
  { sources = {}, ...rest }: Partial<Omit<MonitoringLine, 'type' | 'seq' | 'at' | 'mono'>> = {},
): Edit =>
  add(seconds, {
    type: 'monitoring',
    unhealthyRules: [],
    missingRules: [],
    downTargets: [],
    absentSeries: [],
    ...rest,
    sources: { prometheus: 'ok', alertmanager: 'ok', receipts: 'ok', load: 'ok', ...sources },
  });

/** The inbox or the load source was started again at a moment. */
export const restarted = (service: string, seconds: number): Edit => {
  const event = (kind: 'ended' | 'started', at: number) =>
    add(at, {
      type: 'engine',
      kind,
      word: kind === 'ended' ? 'die' : 'start',
      service,
      instance: service,
      instanceId: `${service}-id`,
      time: after(at),
    });
  return (lines) => event('started', seconds + 0.5)(event('ended', seconds)(lines));
};

/** The run ended early. */
export const fails = (seconds: number, code: string, exitCode?: number): Edit =>
  add(seconds, { type: 'failure', code, message: code, ...(exitCode === undefined ? {} : { exitCode }) });

/** The machine was too busy. */
export const BUSY: Edit = change('host', (line) => ({ ...line, loadPerCpu: 6.5 }));
