import { formatDuration } from '../../core/duration.js';
import { incidentCommand, stackFlag } from './command.js';
import { code, fenced, list, prose, table } from './format.js';
import { linesOf, type Section, type View } from './view.js';

/** What one needs to check this report and to repeat the run. */
export const appendix: Section = {
  title: 'Appendix',
  body: (view) =>
    [reproduce(view), scenario(view), rules(view), queries(view), configuration(view)]
      .filter((part) => part !== undefined)
      .join('\n\n'),
};

function reproduce(view: View): string {
  const { started } = view;
  const flag = stackFlag(started.stack);
  const commands = [
    `supops up --speed ${started.speed}${flag}`,
    incidentCommand(view),
    `supops report ${started.run}    # this report again, from the journal`,
  ];
  return `### How to reproduce\n\n${fenced(commands.join('\n'), 'sh')}`;
}

const scenario = ({ scenario: { name, text } }: View) => `### The scenario ${code(name)}\n\n${fenced(text.trimEnd(), 'yaml')}`;

function rules({ started }: View): string | undefined {
  const parts = Object.entries(started.rules).map(([id, { group, file, line, expr, forMs, severity, runbookUrl }]) => {
    const facts = [
      `group ${code(group)}`,
      `${code(`${file}:${line}`)}`,
      `\`for\` ${formatDuration(forMs)}`,
      `severity ${code(severity)}`,
    ];
    const runbook = runbookUrl ? `, runbook ${code(runbookUrl)}` : '';
    return `${code(id)}: ${facts.join(', ')}${runbook}\n\n${fenced(expr.trim(), 'promql')}`;
  });
  return parts.length === 0 ? undefined : `### Rules as deployed\n\n${parts.join('\n\n')}`;
}

function queries({ record }: View): string {
  const asked = linesOf(record, 'series').map(({ name, query, unit }) => [
    code(query, 400),
    query.startsWith(name) ? 'key series' : prose(name),
    prose(unit),
  ]);
  const window = linesOf(record, 'alerts-window').at(-1);
  const raw = window ? [[code('ALERTS'), 'alerts of the whole window', '']] : [];
  const rows = [...asked, ...raw];
  const sources = [
    ['Prometheus', '`GET /api/v1/rules?type=alert`'],
    ['Alertmanager', '`GET /api/v2/alerts`'],
    ['inbox', '`GET /api/events` and `/api/messages`'],
    ['visitors', '`GET /records`'],
    ['engine', 'its event stream'],
  ];
  const told = `What the rows of the timeline were read from: ${sources.map(([name, query]) => `${name}: ${query}`).join('; ')}.`;
  return `### Queries\n\n${rows.length === 0 ? '' : `${table(['Query', 'For', 'Unit'], rows)}\n\n`}${told}`;
}

function configuration({ started }: View): string | undefined {
  const names = Object.keys(started.configuration).toSorted();
  return names.length === 0
    ? undefined
    : `### Configuration\n\nThe texts in force, secrets masked, are in the first line of the journal: ${list(names.map((name) => code(name)))}.`;
}
