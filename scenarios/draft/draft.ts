import { formatDuration } from '../../core/duration.js';
import { alertLabels, mutes, possibleRoutes } from '../../stack/alerting/audit/alert-labels.js';
import type { AlertRule, Channel } from '../../stack/alerting/model.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';
import { selectorsIn } from '../../stack/alerting/selectors.js';
import { FAULT_KINDS } from '../faults/registry.js';
import type { Known } from '../language/known.js';
import { knownAlerts } from '../lint/alerts.js';
import { detectionBoundsOf } from '../story/bounds.js';
import { guessService, runbookOf, scenarioName, titleOf } from './guess.js';

/** Where editors find the schema of scenario files. */
const SCHEMA = 'https://raw.githubusercontent.com/supops/supops/main/scenarios/language/scenario.schema.json';

/** A scenario file to begin with. */
export interface Draft {
  readonly alert: string;
  /** Name of the scenario; unique among drafts of one call. */
  readonly name: string;
  readonly text: string;
}

/** A draft for every rule that series can make fire, or only for those of one name. */
export function draftScenarios(known: Known, alert?: string): readonly Draft[] {
  const rules = known.production.rules
    .flatMap((file) => file.rules)
    .filter((rule) => alert === undefined || rule.name === alert);
  const usable = alert === undefined ? rules.filter(({ expr }) => selectorsIn(expr)?.length !== 0) : rules;
  const taken = new Set<string>();
  return usable.map((rule) => {
    const name = freeName(scenarioName(rule.name), rule.labels.severity, taken);
    taken.add(name);
    return { alert: rule.name, name, text: draftText(rule, name, known) };
  });
}

// Several rules of one name are usually one for each severity.
function freeName(base: string, severity: string | undefined, taken: ReadonlySet<string>): string {
  const candidates = [
    base,
    `${base}-${scenarioName(severity ?? '2')}`,
    ...Array.from({ length: 100 }, (_, i) => `${base}-${i + 2}`),
  ];
  return candidates.find((name) => !taken.has(name)) ?? base;
}

function draftText(rule: AlertRule, name: string, known: Known): string {
  const { production, services } = known;
  const labels = fixedLabels(rule);
  const channels = channelsOf(rule, production);
  const muted = mutedBy(rule, production);
  const runbook = runbookOf(rule);
  // Without routes nothing is known about intervals either: these rules come from a Prometheus.
  const bounds =
    production.alertmanager && detectionBoundsOf({ alert: rule.name, labels, notified: channels.notified }, production);
  const kinds = FAULT_KINDS.map(({ kind }) => kind).join(', ');
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    `# A starting point for ${rule.name} (group ${oneLine(rule.group)}), which fires ${rule.forMs > 0 ? `once this has held for ${formatDuration(rule.forMs)}` : 'as soon as this holds'}:`,
    ...rule.expr
      .trim()
      .split('\n')
      .map((line) => `#   ${line}`),
    '# Replace what is broken by what makes this true. Then check the file with `supops lint`, and see with `supops incident show` what it does.',
    `scenario: ${scalar(name)}`,
    `title: ${scalar(titleOf(rule))}`,
    '',
    '# The victim is a guess from the rule. Known services:',
    ...wrapped(services.join(', ')),
    `target: { service: ${scalar(guessService(rule, services))} }`,
    '# Kinds of fault, each explained in docs/faults:',
    ...wrapped(kinds),
    'fault: { kind: kill, hold: true }',
    '',
    'expect:',
    `  - alert: ${scalar(rule.name)}`,
    ...(Object.keys(labels).length === 0 ? [] : [`    labels: { ${pairs(labels)} } # as the rule sets them`]),
    ...notifiedLines(channels),
    ...(bounds
      ? [
          `    # The rule implies ${formatDuration(bounds.floorMs)} at least and ${formatDuration(bounds.ceilingMs)} at most, in production. To be stricter:`,
          `    # within: ${formatDuration(bounds.ceilingMs)}`,
        ]
      : []),
    ...mutedLines(rule, muted),
    ...(runbook === undefined ? [] : ['', `runbook: ${runbook}`]),
    '',
  ].join('\n');
}

/** Labels that people tell alerts apart by, if the rule fixes them. */
const fixedLabels = ({ labels }: AlertRule): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['severity', 'service'].flatMap((name) => {
      const value = labels[name];
      return value === undefined || value.includes('{{') ? [] : [[name, value]];
    }),
  );

interface Channels {
  /** Absent: nothing is known about routes. */
  readonly notified: readonly Channel[];
  readonly receivers?: readonly string[];
  /** Whether each of them also carries the end. */
  readonly resolves: boolean;
}

function channelsOf(rule: AlertRule, { alertmanager, externalLabels }: Pipeline): Channels {
  if (!alertmanager) return { notified: [], resolves: true };
  const [route, ...others] = possibleRoutes(alertmanager.route, alertLabels(rule, externalLabels));
  const receivers = [...new Set([route, ...others].flatMap((one) => one?.receiver ?? []))];
  // Where only the series decide, nothing is promised.
  const notified = route && others.length === 0 ? (alertmanager.receivers.get(route.receiver) ?? []) : [];
  return { notified, receivers, resolves: notified.every((channel) => route?.resolvedChannels.includes(channel)) };
}

function notifiedLines({ notified, receivers, resolves }: Channels): readonly string[] {
  const end = resolves
    ? ['    resolves: true']
    : ['    # resolves: true   # its receiver does not say so on every channel (send_resolved)'];
  if (receivers === undefined)
    return ['    # notified: [email, slack]   # the channels that must carry it; routes are not known here', ...end];
  if (notified.length === 0)
    return [
      `    # notified: []   # the channels that must carry it; it may go to ${receivers.map(oneLine).join(' or ')}`,
      ...end,
    ];
  return [`    notified: [${notified.join(', ')}] # as it is routed: to ${receivers.map(oneLine).join(' and ')}`, ...end];
}

function mutedBy(rule: AlertRule, pipeline: Pipeline): readonly string[] {
  const { inhibitions = [] } = pipeline.alertmanager ?? {};
  const source = alertLabels(rule, pipeline.externalLabels);
  const muted = knownAlerts(pipeline).filter(
    (target) => target.rule.name !== rule.name && inhibitions.some((one) => mutes(one, source, target.labels) !== 'no'),
  );
  return [...new Set(muted.map((target) => target.rule.name))];
}

function mutedLines({ name }: AlertRule, muted: readonly string[]): readonly string[] {
  const [first] = muted;
  if (first === undefined)
    return ['', '# Other alerts that may fire meanwhile; any that is not named here fails the run.', '# allow: []'];
  return [
    '  # What it mutes can be expected too:',
    `  # - { alert: ${scalar(first)}, inhibitedBy: ${scalar(name)} }`,
    '',
    '# May fire or be muted, and never decides. Any other alert that fires fails the run.',
    `allow: [${muted.map(scalar).join(', ')}]`,
  ];
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** A text as YAML reads it back, without quotes where that is safe. */
const scalar = (text: string): string =>
  /^[A-Za-z][\w ()%.-]*[\w)%.]$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);

const pairs = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}: ${scalar(value)}`)
    .join(', ');

/** A list as comment lines of about a hundred characters. */
const wrapped = (text: string): readonly string[] =>
  (text.match(/.{1,100}(?:, |$)/g) ?? []).map((line) => `#   ${line.trimEnd()}`);
