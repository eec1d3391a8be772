import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { JournalLine } from '../../scenarios/record/events.js';
import type { AlertHistory } from '../../scenarios/record/record.js';
import { channelName, code, count, list, percent, prose } from './format.js';
import { affected } from './impact-data.js';
import type { TimelineRow } from './timeline.js';
import { isWatchdog, linesOf, type View } from './view.js';

/** Every row of the timeline in order of time, told once whatever number of polls saw it. */
export function timelineRows(view: View): readonly TimelineRow[] {
  const rows = [
    ...view.record.lines.flatMap((line) => lineRow(view, line)),
    ...alertRows(view),
    ...messageRows(view),
    ...userRows(view),
  ];
  return merge(rows.toSorted((a, b) => a.at - b.at));
}

function lineRow(view: View, line: JournalLine): readonly TimelineRow[] {
  const row = (source: TimelineRow['source'], event: string, weight = 5, at = line.at): TimelineRow[] => [
    { at, source, event, weight },
  ];
  switch (line.type) {
    case 'run-started':
      return row('supops', `run ${code(line.run)} started`, 10);
    case 'note':
      return line.severity === 'warning' ? row('supops', `warning: ${prose(line.text)}`, 4) : [];
    case 'steady':
      return row('supops', steadyWords(line), 8);
    case 'undo':
      return undoRow(line);
    case 'guardian':
      return row('guardian', `${line.status}${line.detail ? `: ${prose(line.detail)}` : ''}`, line.status === 'lost' ? 9 : 2);
    case 'engine': {
      const exit = line.exitCode === undefined ? '' : ` (exit code ${line.exitCode})`;
      return row(
        'engine',
        `${code(line.service)} ${ENGINE_WORDS[line.action] ?? prose(line.action)}${exit}`,
        engineWeight(view, line.service),
        line.time,
      );
    }
    case 'proof':
      return row('supops', `the fault is ${line.proof.proven ? 'proven' : '**not proven**'}: ${prose(line.proof.evidence)}`, 7);
    case 'monitoring':
      return monitoringRow(line);
    case 'remediation':
      return row(
        'supops',
        `repair: ${prose(line.step)} (${formatSpan(line.endedAt - line.startedAt)}) → ${prose(line.effect)}`,
        9,
        line.startedAt,
      );
    case 'failure':
      return row('supops', `error ${code(line.code)}: ${prose(line.message)}`, 10);
    case 'run-ended':
      return row('supops', `run ended: **${line.outcome}** (exit code ${line.exitCode})`, 10);
    default:
      return [];
  }
}

// The guardian's coming and going is told by its own rows.
const engineWeight = ({ scenario }: View, service: string) =>
  scenario.faults.some((fault) => fault.service === service) ? 9 : service === 'guardian' ? 1 : 6;

const ENGINE_WORDS: Readonly<Record<string, string>> = {
  create: 'created',
  start: 'started',
  kill: '**killed**',
  die: 'exited',
  stop: 'stopped',
  oom: '**out of memory**',
  pause: '**paused**',
  unpause: 'unpaused',
  update: 'updated',
  remove: 'removed',
  restart: 'restarted',
};

function steadyWords({ moment, holds, requests, good, reason }: Extract<JournalLine, { type: 'steady' }>): string {
  if (!holds) return `the steady state **does not hold**${moment === 'after' ? ' after the repair' : ''}: ${prose(reason)}`;
  return `the steady state holds${moment === 'after' ? ' again' : ''}: ${percent(good, requests)} of ${count(requests, 'request')} good`;
}

function undoRow({ at, status, detail, records }: Extract<JournalLine, { type: 'undo' }>): readonly TimelineRow[] {
  const about = detail ? `: ${prose(detail)}` : '';
  switch (status) {
    case 'planned':
      return [
        {
          at,
          source: 'supops',
          event: `undo recorded (${count(records.length, 'step')}) before anything is touched`,
          weight: 3,
        },
      ];
    case 'undone':
      return [{ at, source: 'supops', event: `the fault is undone and verified${about}`, weight: 6 }];
    case 'dirty':
      return [{ at, source: 'supops', event: `**the undo is not complete**${about}`, weight: 10 }];
    case 'applying':
    case 'active':
    case 'undoing':
      return [];
  }
}

function monitoringRow(line: Extract<JournalLine, { type: 'monitoring' }>): readonly TimelineRow[] {
  const parts = [
    ...(['prometheus', 'alertmanager', 'inbox'] as const)
      .filter((name) => line[name] !== 'ok')
      .map((name) => `${name} unreachable`),
    ...(line.unhealthyRules.length > 0 ? [`unhealthy rules ${line.unhealthyRules.map((rule) => code(rule)).join(', ')}`] : []),
    ...(line.absentSeries.length > 0 ? [`absent series ${line.absentSeries.map((series) => code(series)).join(', ')}`] : []),
    ...(line.downTargets.length > 0 ? [`targets down: ${line.downTargets.map((target) => code(target)).join(', ')}`] : []),
  ];
  if (parts.length === 0) return [];
  const source = line.prometheus === 'ok' ? 'Prometheus' : 'supops';
  return [{ at: line.at, source, event: `monitoring: ${parts.join('; ')}`, weight: 5 }];
}

// What was there before the fault is no part of the incident; without a fault it is all there is to tell.
function alertRows(view: View): readonly TimelineRow[] {
  return view.record.timeline.alerts
    .filter(({ alertname, before }) => !isWatchdog(alertname) && (!before || view.injectedAt === undefined))
    .flatMap((history) => momentRows(view, history));
}

function momentRows(view: View, history: AlertHistory): readonly TimelineRow[] {
  const named = view.scenario.expect.some(({ alert }) => alert === history.alertname);
  const weight = named ? 8 : 5;
  const name = code(history.alertname);
  const muted = mutedAt(view, history);
  const by = history.inhibitedBy.length > 0 ? `inhibited by ${list(history.inhibitedBy.map((one) => code(one)))}` : 'silenced';
  const arrivesMuted = muted !== undefined && muted === history.receivedAt;
  const ended = history.firingAt === undefined ? 'no longer pending' : 'resolved';
  const moments = [
    { at: history.pendingAt, source: 'Prometheus', event: `${name} pending`, weight: weight - 1 },
    { at: history.firingAt, source: 'Prometheus', event: `${name} **firing**`, weight },
    {
      at: arrivesMuted ? undefined : history.receivedAt,
      source: 'Alertmanager',
      event: `${name} received`,
      weight: weight - 1,
    },
    { at: muted, source: 'Alertmanager', event: `${name} ${arrivesMuted ? 'received and ' : ''}muted: ${by}`, weight: 7 },
    { at: history.resolvedAt, source: 'Prometheus', event: `${name} ${ended}`, weight },
  ] as const;
  return moments.flatMap(({ at, ...rest }) => (at === undefined ? [] : [{ at, ...rest }]));
}

function mutedAt({ record }: View, { fingerprint, startsAt }: AlertHistory): Milliseconds | undefined {
  if (fingerprint === undefined) return undefined;
  return linesOf(record, 'notification-state').find(
    (line) => line.state === 'suppressed' && line.fingerprint === fingerprint && line.startsAt === startsAt,
  )?.at;
}

function messageRows({ record }: View): readonly TimelineRow[] {
  return linesOf(record, 'receipt').flatMap(({ channel, message, receivedAt, alerts }) => {
    const told = alerts
      .filter(({ alertname }) => !isWatchdog(alertname))
      .map(({ alertname, status }) => `${code(alertname)} ${status}`);
    if (told.length === 0 && alerts.length > 0) return [];
    const about = told.length > 0 ? list([...new Set(told)]) : 'no alert that can be identified';
    return [
      {
        at: receivedAt,
        source: 'inbox',
        event: `${channelName(channel)} message ${message} arrived: ${about}`,
        weight: 8,
      } as const,
    ];
  });
}

// Visitors count by whole seconds: the row stands at the end of the second that it tells about.
function userRows(view: View): readonly TimelineRow[] {
  const hit = affected(view);
  if (!hit) return [];
  const total = `${hit.failed} failed and ${hit.slow} slow in all`;
  if (hit.firstSecondEnds === hit.to)
    return [
      { at: hit.to, source: 'visitors', event: `end of the only second with failed or slow requests: ${total}`, weight: 8 },
    ];
  return [
    { at: hit.firstSecondEnds, source: 'visitors', event: 'end of the first second with failed or slow requests', weight: 8 },
    { at: hit.to, source: 'visitors', event: `end of the last second with failed or slow requests: ${total}`, weight: 8 },
  ];
}

// Series of one alert that change at the same moment are one row; so are the rows of several labels.
function merge(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  const merged: { row: TimelineRow; times: number }[] = [];
  for (const row of rows) {
    const twin = merged.find(
      ({ row: other }) => other.at === row.at && other.source === row.source && other.event === row.event,
    );
    if (twin) twin.times++;
    else merged.push({ row, times: 1 });
  }
  return merged.map(({ row, times }) => (times === 1 ? row : { ...row, event: `${row.event} (× ${times})` }));
}
