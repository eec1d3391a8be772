import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { formatProblem, type Problem, sortProblems } from '../../core/problem.js';
import { compressAlertmanagerConfig, compressPrometheusConfig, compressRules } from '../alerting/compress.js';
import type { Floor } from '../alerting/floors.js';
import type { SourceFile } from '../alerting/pipelines.js';
import { parsePipelineTimes } from '../alerting/prometheus-config.js';
import { parseAlertmanagerConfig } from '../alerting/routes.js';
import { parseRuleFile } from '../alerting/rules.js';
import { packageRoot, readPackageFile } from '../package-root.js';
import type { MonitoringFiles, TextFiles } from './settled.js';

/** What the monitoring is made from. */
export interface MonitoringRequest {
  readonly stack: string;
  readonly speed: number;
  /** A folder of rule files, and an Alertmanager configuration, instead of the shipped ones. */
  readonly rulesDir?: string;
  readonly alertmanagerFile?: string;
}

/** The monitoring's files, and every duration that compression could not divide as asked. */
export interface Monitoring {
  readonly files: MonitoringFiles;
  readonly floors: readonly Floor[];
}

const SHIPPED = 'stack/monitoring';

/**
 * Reads, checks and compresses the monitoring's configuration.
 * @throws SupopsError exit 3 with every problem of every file as `file:line:col`
 */
export async function loadMonitoring(request: MonitoringRequest): Promise<Monitoring> {
  const [prometheusYml, blackboxYml, templates, rules, alertmanager] = await Promise.all([
    readPackageFile(`${SHIPPED}/prometheus.yml`),
    readPackageFile(`${SHIPPED}/blackbox.yml`),
    readShippedFolder('templates'),
    readRules(request.rulesDir ?? shippedPath('rules')),
    readSource(request.alertmanagerFile ?? shippedPath('alertmanager.yml')),
  ]);
  refuseProblems([
    ...rules.flatMap(({ file, text }) => parseRuleFile(file, text).problems),
    ...parseAlertmanagerConfig(alertmanager.text, alertmanager.file).problems,
  ]);
  return compressAll(request, { prometheusYml, blackboxYml, templates, rules, alertmanager });
}

interface Sources {
  readonly prometheusYml: string;
  readonly blackboxYml: string;
  readonly templates: TextFiles;
  readonly rules: readonly SourceFile[];
  readonly alertmanager: SourceFile;
}

function compressAll({ stack, speed }: MonitoringRequest, sources: Sources): Monitoring {
  const { prometheusYml, rules, alertmanager } = sources;
  const times = parsePipelineTimes(prometheusYml);
  const names = deployedNames(rules.map(({ file }) => file));
  const named = rules.map(({ text }, i) => ({
    name: `rules/${names[i]}`,
    text,
    compressed: compressRules(text, speed, times),
  }));
  const prometheus = compressPrometheusConfig(prometheusYml, speed, { stack });
  const routes = compressAlertmanagerConfig(alertmanager.text, speed);
  return {
    files: {
      prometheus: {
        'prometheus.yml': prometheus.text,
        ...Object.fromEntries(named.map(({ name, compressed }) => [name, compressed.text])),
        'production/prometheus.yml': prometheusYml,
        ...Object.fromEntries(named.map(({ name, text }) => [`production/${name}`, text])),
      },
      alertmanager: {
        'alertmanager.yml': routes.text,
        'production/alertmanager.yml': alertmanager.text,
        ...sources.templates,
      },
      blackbox: { 'blackbox.yml': sources.blackboxYml },
    },
    floors: [...prometheus.floors, ...named.flatMap(({ compressed }) => compressed.floors), ...routes.floors],
  };
}

/** A file or folder of the shipped monitoring, as an absolute path: `rules`, `alertmanager.yml`. */
export const shippedPath = (relative: string): string => fileURLToPath(new URL(`${SHIPPED}/${relative}`, packageRoot()));

async function readShippedFolder(folder: string): Promise<TextFiles> {
  const names = (await readdir(shippedPath(folder))).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [`${folder}/${name}`, await readPackageFile(`${SHIPPED}/${folder}/${name}`)])),
  );
}

/** All rule files below a folder, in order of their paths; promtool's unit tests, which may lie beside them, are left out. */
export async function readRules(folder: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    throw unusable(folder, messageOf(error), error);
  });
  const paths = entries
    .filter((entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const files = (await Promise.all(paths.map(readSource))).filter(({ text }) => !isUnitTest(text));
  if (files.length === 0) throw unusable(folder, 'no rule file (*.yml, *.yaml) is in it');
  return files;
}

const isUnitTest = (text: string) => /^tests:/m.test(text) && !/^groups:/m.test(text);

const readSource = (file: string): Promise<SourceFile> =>
  readFile(file, 'utf8').then(
    (text) => ({ file, text }),
    (error) => {
      throw unusable(file, messageOf(error), error);
    },
  );

/** Names in the one folder that Prometheus reads: sub-folders become part of the name, so that none hides another. */
function deployedNames(files: readonly string[]): readonly string[] {
  const folder = commonFolder(files);
  const flat = files.map((file) =>
    path
      .relative(folder, file)
      .replaceAll(path.sep, '-')
      .replace(/\.ya?ml$/, ''),
  );
  return flat.map((name, i) => {
    const before = flat.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? `${name}.yml` : `${name}-${before + 1}.yml`;
  });
}

const commonFolder = (files: readonly string[]) =>
  files
    .map((file) => path.dirname(file))
    .reduce((common, folder) => {
      let shared = common;
      while (path.relative(shared, folder).startsWith('..')) shared = path.dirname(shared);
      return shared;
    });

function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new SupopsError({
    code: 'invalid-monitoring',
    exitCode: EXIT.invalid,
    message: `the monitoring's configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}`,
    details: sortProblems(problems).map(formatProblem),
    hint: 'correct the places named; nothing was deployed',
  });
}

const unusable = (file: string, reason: string, cause?: unknown) =>
  new SupopsError({
    code: 'invalid-monitoring',
    exitCode: EXIT.invalid,
    message: `cannot use ${file}: ${reason}`,
    hint: 'give the folder of rule files to --rules and the Alertmanager configuration to --alertmanager',
    cause,
  });
