import type { AlertRule } from '../../stack/alerting/model.js';
import { selectorsIn } from '../../stack/alerting/selectors.js';

/** `ApiErrorRateHigh` → `api-error-rate-high`: an alert's name as that of a scenario. */
export const scenarioName = (alert: string): string =>
  alert
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64)
    .replace(/-$/, '') || 'scenario';

/** The service that an alert is most likely about: by its label, by what its expression selects, by its name; else the first one. */
export function guessService({ name, expr, labels }: AlertRule, services: readonly string[]): string {
  const selected = (selectorsIn(expr) ?? []).flatMap(({ matchers }) =>
    matchers.filter((matcher) => matcher.op === '=' && /^(service|job|name)$/.test(matcher.name)).map(({ value }) => value),
  );
  const words = scenarioName(name).split('-');
  const candidates = [labels.service ?? '', ...selected, ...words, ...words.flatMap((word) => ALIASES[word] ?? [])];
  return candidates.find((candidate) => services.includes(candidate)) ?? services[0] ?? 'service';
}

const ALIASES: Readonly<Record<string, readonly string[]>> = { database: ['db'], site: ['front'], watchdog: ['prometheus'] };

/** The first line of a summary that is the same for every alert of a rule; else the alert's name. */
export function titleOf({ name, annotations }: AlertRule): string {
  const summary = annotations.summary?.trim().split('\n')[0] ?? '';
  return summary === '' || summary.includes('{{') ? `${name} fires` : summary.slice(0, 200);
}

/** Path of supops' own runbook that a rule points to. */
export const runbookOf = ({ annotations }: AlertRule): string | undefined =>
  /\/(docs\/runbooks\/[\w.-]+\.md)/.exec(annotations.runbook_url ?? '')?.[1];
