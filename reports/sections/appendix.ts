import { commandLine } from '../../core/command-line.js';
import { formatDuration } from '../../core/duration.js';
import { type Blocks, fenced, heading, paragraph, table } from '../document/blocks.js';
import { code, codes, cutCode, joined, phrase } from '../document/phrase.js';
import { outside } from '../document/text.js';
import { incidentCommand } from '../view/command.js';
import { linesOf, type Section, type View } from '../view/view.js';

/** What one needs to check this report and to repeat the run. */
export const appendix: Section = {
  id: 'appendix',
  title: 'Appendix',
  folds: true,
  body: (view) => [reproduce(view), scenario(view), rules(view), queries(view), configuration(view)],
};

const part = (id: string, title: Parameters<typeof heading>[2]) => heading(3, [id], title);

function reproduce(view: View): Blocks {
  const { run, speed, stack } = view.started;
  const commands = [
    commandLine(`up --speed ${speed}`, stack),
    incidentCommand(view),
    `supops report ${run}    # this report again, from the journal`,
  ];
  return [part('reproduce', 'How to reproduce'), fenced(commands.join('\n'), 'sh')];
}

const scenario = ({ scenario: { name, text } }: View): Blocks => [
  part('scenario', phrase`The scenario ${code(name)}`),
  fenced(text.trimEnd(), 'yaml'),
];

function rules({ started }: View): Blocks {
  const parts = Object.entries(started.rules).map(([id, { group, file, line, expr, forMs, severity, runbookUrl }]): Blocks => {
    const facts = [
      phrase`group ${code(group)}`,
      code(`${file}:${line}`),
      phrase`${code('for')} ${formatDuration(forMs)}`,
      phrase`severity ${code(severity)}`,
      runbookUrl ? phrase`runbook ${code(runbookUrl)}` : undefined,
    ];
    return [paragraph(phrase`${code(id)}: ${joined(facts, ', ')}`), fenced(expr.trim(), 'promql')];
  });
  return parts.length === 0 ? undefined : [part('rules', 'Rules as deployed'), parts];
}

function queries(view: View): Blocks {
  const asked = linesOf(view, 'series').map(({ name, query, unit }) => [
    cutCode(query, 400),
    query.startsWith(name) ? 'key series' : outside(name),
    outside(unit),
  ]);
  const window = linesOf(view, 'alerts-window').length > 0 ? [[code('ALERTS'), 'alerts of the whole window', '']] : [];
  return [
    part('queries', 'Queries'),
    table(['Query', 'For', 'Unit'], [...asked, ...window]),
    paragraph(phrase`What the rows of the timeline were read from: ${joined(SOURCES, '; ')}.`),
  ];
}

const SOURCES = [
  phrase`Prometheus: ${code('GET /api/v1/rules?type=alert')}`,
  phrase`Alertmanager: ${code('GET /api/v2/alerts')}`,
  phrase`inbox: ${code('GET /api/events')} and ${code('/api/messages')}`,
  phrase`visitors: ${code('GET /records')}`,
  'engine: its event stream',
];

function configuration({ started }: View): Blocks {
  const names = Object.keys(started.configuration).toSorted();
  if (names.length === 0) return undefined;
  const where = 'The texts in force, secrets masked, are in the first line of the journal';
  return [part('configuration', 'Configuration'), paragraph(phrase`${where}: ${codes(names)}.`)];
}
