import { formatSpan } from '../../../core/duration.js';
import { count, percent } from '../../document/figures.js';
import { code, joined, type Phrase, phrase, strong } from '../../document/phrase.js';
import { outside } from '../../document/text.js';
import type { FaultLine, MonitoringLine, ViewLine } from '../../view/story.js';
import type { View } from '../../view/view.js';
import type { TimelineRow } from './row.js';

/** The row of a line of the journal, if it has one. Alerts, messages and visitors have rows of their own. */
export function lineRow(view: View, line: ViewLine): readonly TimelineRow[] {
  const row = (source: TimelineRow['source'], event: Phrase, weight = 5, at = line.at) => [{ at, source, event, weight }];
  switch (line.type) {
    case 'run-started':
      return row('supops', phrase`run ${code(line.run)} started`, 10);
    case 'note':
      return line.severity === 'warning' ? row('supops', `warning: ${outside(line.text)}`, 4) : [];
    case 'steady':
      return row('supops', steadyWords(line), 8);
    case 'fault':
      return faultRow(line);
    case 'guardian':
      return row('guardian', `${line.status}${about(line.detail)}`, line.status === 'lost' ? 9 : 2);
    case 'engine': {
      const exit = line.exitCode === undefined ? '' : ` (exit code ${line.exitCode})`;
      const what = ENGINE_WORDS[line.kind](outside(line.word));
      return row('engine', phrase`${code(line.instance)} ${what}${exit}`, engineWeight(view, line.service), line.time);
    }
    case 'proof': {
      const proven = line.proof.proven ? 'proven' : strong('not proven');
      return row('supops', phrase`the fault is ${proven}${about(line.proof.evidence)}`, 7);
    }
    case 'monitoring':
      return monitoringRow(line);
    case 'remediation': {
      const took = formatSpan(line.endedAt - line.startedAt);
      return row('supops', `repair: ${outside(line.step)} (${took}) → ${outside(line.effect)}`, 9, line.startedAt);
    }
    case 'failure':
      return row('supops', phrase`error ${code(line.code)}${about(line.message)}`, 10);
    case 'run-ended':
      return row('supops', phrase`run ended: ${strong(line.outcome)} (exit code ${line.exitCode})`, 10);
    default:
      return [];
  }
}

const about = (detail: string | undefined) => (detail ? `: ${outside(detail)}` : '');

// The guardian's coming and going has rows of its own.
const engineWeight = ({ faults }: View, service: string) =>
  faults.some(({ victim }) => victim === service) ? 9 : service === 'guardian' ? 1 : 6;

/** Neutral words, with the platform's own if they leave open what happened. */
const ENGINE_WORDS: Readonly<Record<Extract<ViewLine, { type: 'engine' }>['kind'], (word: string) => Phrase>> = {
  created: () => 'created',
  started: () => 'started',
  signalled: (word) => phrase`${strong('signalled')} (${word})`,
  ended: () => 'ended',
  changed: (word) => `changed (${word})`,
  removed: () => 'removed',
  replaced: () => strong('replaced'),
};

function steadyWords({ moment, holds, requests, good, reason }: Extract<ViewLine, { type: 'steady' }>): Phrase {
  const after = moment === 'after';
  return holds
    ? `the steady state holds${after ? ' again' : ''}: ${percent(good, requests)} of ${count(requests, 'request')} good`
    : phrase`the steady state ${strong('does not hold')}${after ? ' after the repair' : ''}${about(reason)}`;
}

function faultRow({ at, status, detail, steps }: FaultLine): readonly TimelineRow[] {
  const row = (event: Phrase, weight: number): TimelineRow[] => [{ at, source: 'supops', event, weight }];
  switch (status) {
    case 'planned':
      return row(`undo recorded (${count(steps, 'step')}) before anything is touched`, 3);
    case 'undone':
      return row(`the fault is undone and verified${about(detail)}`, 6);
    case 'dirty':
      return row(phrase`${strong('the undo is not complete')}${about(detail)}`, 10);
    case 'applying':
    case 'active':
    case 'undoing':
      return [];
  }
}

function monitoringRow({ at, unreachable, unhealthyRules, absentSeries, downTargets }: MonitoringLine): readonly TimelineRow[] {
  const names = (what: string, of: readonly string[]) => (of.length > 0 ? [what, joined(of.map(code), ', ')] : undefined);
  const parts = [
    ...unreachable.map((name) => `${name} unreachable`),
    names('unhealthy rules ', unhealthyRules),
    names('absent series ', absentSeries),
    names('targets down: ', downTargets),
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return [];
  const source = unreachable.includes('prometheus') ? 'supops' : 'Prometheus';
  return [{ at, source, event: phrase`monitoring: ${joined(parts, '; ')}`, weight: 5 }];
}
