import { formatSpan } from '../../core/duration.js';
import type { RunState } from '../history/run-summary.js';
import { stackFlag } from './command.js';
import { code, prose, table, utc } from './format.js';
import { linesOf, undoStates, type View } from './view.js';

const VERDICT: Readonly<Record<RunState, string>> = {
  passed: '✅ PASSED: every expectation was met',
  failed: '❌ FAILED: at least one expectation was missed',
  inconclusive: '❔ INCONCLUSIVE: the evidence does not carry a verdict; this is not a pass',
  'not-steady': '⏸️ NOT STEADY: the stack was not healthy before the drill, so nothing was injected',
  aborted: '⛔ ABORTED: an abort condition ended the run',
  interrupted: '⛔ INTERRUPTED: somebody stopped the run before its end',
  errored: '⛔ ERRORED: supops could not finish the run',
  unfinished: '⛔ UNFINISHED: the record of the run stops before its end',
};

/** Title, DRILL banner, the verdict and what the run was made of. */
export function header(view: View): string {
  return [
    `# Incident report: ${prose(view.scenario.title)}`,
    banner(view),
    ...warnings(view),
    `**${VERDICT[view.state]}**`,
    facts(view),
  ].join('\n\n');
}

function banner({ scenario, injectedAt, started }: View): string {
  const what =
    injectedAt === undefined
      ? 'supops was about to cause this incident on purpose, and did not.'
      : `supops caused this incident on purpose, to see whether the alerts of the stack ${code(started.stack)} work.`;
  return `> [!IMPORTANT]\n> **THIS IS A DRILL** (${code(scenario.name)}). ${what}`;
}

// A fault that may still be there is the first thing to read.
function warnings({ record, started }: View): readonly string[] {
  return undoStates(record).flatMap(({ status, detail, records }) => {
    if (status === 'undone' || status === 'planned') return [];
    const victims = [...new Set(records.map(({ target }) => target.service))].map((service) => code(service)).join(', ');
    const state = status === 'dirty' ? 'could not be undone completely' : `was ${code(status)} when the record stopped`;
    const flag = stackFlag(started.stack);
    const advice = `Look at \`supops status${flag}\`; the next \`supops incident${flag}\` undoes what is left.`;
    return [
      `> [!CAUTION]\n> **The fault on ${victims || 'the stack'} ${state}.** ${detail ? `${prose(detail)}. ` : ''}${advice}`,
    ];
  });
}

function facts({ record, started, scenario, endAt }: View): string {
  const ran = formatSpan((record.ended?.at ?? endAt) - record.startedAt);
  const speed =
    started.speed === 1
      ? '1 (production speed)'
      : `${started.speed} (every duration of the alerting pipeline divided by it, down to its floor)`;
  const rows = [
    ['Run', code(record.run)],
    ['Scenario', `${code(scenario.name)}: ${prose(scenario.title)}`],
    ['Stack', code(started.stack)],
    ['Started', utc(record.startedAt)],
    record.ended ? ['Ended', `${utc(record.ended.at)}, after ${ran}`] : ['Last record', `${utc(endAt)}, after ${ran}`],
    ...(record.ended ? [['Exit code', `${record.ended.exitCode}`]] : []),
    ['Speed', speed],
    ['supops', prose(started.supopsVersion)],
    ['Rule files', `${code(started.rulesHash.replace(/^sha256:/, '').slice(0, 12))} (SHA-256, first 12 digits)`],
    ...linesOf(record, 'failure').map(({ code: id, message, hint }) => [
      'Error',
      `${code(id)}: ${prose(message)}${hint ? ` (${prose(hint)})` : ''}`,
    ]),
  ];
  return table(['Field', 'Value'], rows);
}
