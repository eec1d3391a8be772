import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { append, replace, type TextEdit } from './text.js';

const SHIPPED = new URL('../../../stack/monitoring/', import.meta.url);

/** How a situation's monitoring differs from the shipped one. */
export interface MonitoringEdit {
  /** By file name, such as `availability.yml`. */
  readonly rules?: Readonly<Record<string, TextEdit>>;
  readonly alertmanager?: TextEdit;
}

/** Writes the shipped files with these differences; returns the arguments of `supops up` that use them. */
export async function writeMonitoring(dir: string, { rules = {}, alertmanager }: MonitoringEdit): Promise<readonly string[]> {
  const folder = join(dir, 'rules');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(new URL('rules/', SHIPPED))) {
    const text = await readFile(new URL(`rules/${name}`, SHIPPED), 'utf8');
    await writeFile(join(folder, name), rules[name]?.(text) ?? text);
  }
  const file = join(dir, 'alertmanager.yml');
  const text = await readFile(new URL('alertmanager.yml', SHIPPED), 'utf8');
  await writeFile(file, alertmanager?.(text) ?? text);
  return ['--rules', folder, '--alertmanager', file];
}

/** Edits the entry of one rule, of the whole file. */
export const inRule =
  (alert: string, edit: TextEdit): TextEdit =>
  (text) => {
    const start = text.indexOf(`      - alert: ${alert}\n`);
    if (start < 0) throw new Error(`no rule ${alert}`);
    const next = text.indexOf('\n      - alert: ', start + 1);
    const end = next < 0 ? text.length : next;
    return text.slice(0, start) + edit(text.slice(start, end)) + text.slice(end);
  };

/** Replaces the expression of a rule, which stands on one line or below `|`. */
export const expr = (expression: string): TextEdit => replace(/expr: (?:\|\n(?: {10}.*\n)+|.*\n)/, `expr: ${expression}\n`);

/** The rule of DatabaseDown, edited. */
export const databaseDown = (edit: TextEdit): MonitoringEdit => ({
  rules: { 'availability.yml': inRule('DatabaseDown', edit) },
});

/** One more rule, in a group of its own. */
export const extraRule = (alert: string, expression: string, labels: Readonly<Record<string, string>>): MonitoringEdit => ({
  rules: {
    'meta.yml': append(
      [
        `  - name: extra`,
        '    rules:',
        `      - alert: ${alert}`,
        `        expr: ${expression}`,
        `        labels: ${JSON.stringify(labels)}`,
        '        annotations: { summary: One more }',
      ].join('\n'),
    ),
  },
});

/** Alertmanager's configuration, edited. */
export const alertmanager = (...all: readonly TextEdit[]): MonitoringEdit => ({
  alertmanager: (text) => all.reduce((edited, edit) => edit(edited), text),
});

/** Replaces what stands between two places, which stay. */
export const between =
  (from: string, to: string, by: string): TextEdit =>
  (text) => {
    const start = text.indexOf(from);
    const end = text.indexOf(to, start + from.length);
    if (start < 0 || end < 0) throw new Error(`nothing between ${from} and ${to}`);
    return text.slice(0, start + from.length) + by + text.slice(end);
  };
