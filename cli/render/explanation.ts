import { formatSpan } from '../../core/duration.js';
import type { Explanation, Judged, Times } from '../../scenarios/explain/explain.js';
import type { Span } from '../../scenarios/explain/spans.js';
import type { Palette } from './palette.js';
import { formatTable } from './table.js';

/**
 * A scenario in words: what happens in which order, how long it takes, what is judged.
 * @param place whose rules and routes are meant
 */
export function explanationText(explanation: Explanation, place: string, paint: Palette): string {
  const { scenario, title, course, judged, runbook } = explanation;
  return [
    `${paint.bold(scenario)}: ${title} ${paint.dim(`(${place})`)}\n`,
    `\n${paint.bold('What happens')}\n`,
    formatTable(course.map(({ when, what }) => [`  ${when}`, what])),
    `\n${paint.bold('How long it takes')}\n`,
    formatTable(durationRows(explanation)),
    '  Injecting, proving and undoing come on top: a second or two each. At least, if all goes well; at most, if it waits for all it may wait for.\n',
    `\n${paint.bold('What is judged')}\n`,
    ...judged.flatMap((one) => judgedLines(one, explanation.speed)),
    runbook === undefined ? '' : `\nRunbook: ${runbook}\n`,
  ].join('');
}

function durationRows({ speed, durations: { drill, production } }: Explanation): readonly (readonly string[])[] {
  const speeds = speed === 1 ? [production] : [drill, production];
  const row = (name: string, pick: (spans: typeof drill) => Span) => [
    `  ${name}`,
    ...speeds.map((spans) => spanText(pick(spans))),
  ];
  return [
    ['', ...(speed === 1 ? [] : [`at speed ${speed}`]), 'in production'],
    row('quiet and steady', ({ quiet }) => quiet),
    row('fault and detection', ({ incident }) => incident),
    row('way back', ({ wayBack }) => wayBack),
    row('altogether', ({ total }) => total),
  ];
}

const spanText = ({ leastMs, mostMs }: Span): string => `${formatSpan(leastMs)} to ${formatSpan(mostMs)}`;

function judgedLines({ sentence, drill, production }: Judged, speed: number): readonly string[] {
  const line = (name: string, times: Times | undefined) => (times ? [`      ${name}: ${timesText(times)}\n`] : []);
  return [`  - ${sentence}\n`, ...(speed === 1 ? [] : line(`at speed ${speed}`, drill)), ...line('in production', production)];
}

function timesText({ detected, resolved }: Times): string {
  const end = resolved
    ? `; its end between ${formatSpan(resolved.leastMs)} and ${formatSpan(resolved.mostMs)} after the repair`
    : '';
  return `between ${formatSpan(detected.leastMs)} and ${formatSpan(detected.mostMs)} after the fault${end}`;
}
