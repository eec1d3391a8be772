import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import type { LintFile, LintInput } from '../../scenarios/lint/input.js';
import { lint } from '../../scenarios/lint/lint.js';
import { type LintProblem, problemAt } from '../../scenarios/lint/problem.js';
import { recognise } from '../../scenarios/lint/recognise.js';
import { pipelinesAt, type SourceFile } from '../../stack/alerting/pipelines.js';
import { packageRoot, readPackageFile } from '../../stack/package-root.js';
import { REFERENCE_SERVICES } from '../../stack/reference/reference.js';
import { shippedPath } from '../../stack/settle/monitoring-files.js';
import { DEFAULT_SPEED } from '../../stack/settle/settle.js';
import type { Context } from '../context.js';
import type { LintFlags } from '../flags.js';
import { writeJson } from '../render/json.js';
import { type LintResult, lintText } from '../render/lint.js';
import { palette } from '../render/palette.js';
import type { Settings } from '../settings.js';
import { type FoundFile, findFiles } from './lint-files.js';

/** `supops lint [path…]`. Exit 3 if there are errors; warnings alone are no failure. */
export async function lintCommand(
  context: Context,
  settings: Settings,
  flags: LintFlags & { readonly paths: readonly string[] },
): Promise<ExitCode> {
  const result = await lintPaths(context.cwd, flags);
  const errors = result.problems.filter(({ severity }) => severity === 'error').length;
  if (settings.output === 'json') writeJson(context.stdout, { ...result, errors, warnings: result.problems.length - errors });
  else context.stdout.write(lintText(result, palette(settings.color.stdout)));
  return errors > 0 ? EXIT.invalid : EXIT.ok;
}

async function lintPaths(cwd: string, flags: LintFlags & { readonly paths: readonly string[] }): Promise<LintResult> {
  const paths = flags.paths.length > 0 ? flags.paths : shippedPaths();
  const found = await findFiles(cwd, paths);
  const known = found.flatMap((file) => {
    const kind = recognise(file.text);
    return kind === undefined ? [] : [{ ...file, kind }];
  });
  const unknown = found.filter((file) => file.named && recognise(file.text) === undefined).map(unknownFile);
  const files = known.filter(({ kind }) => kind !== 'rule tests' && kind !== 'prometheus');
  if (files.length === 0 && unknown.length === 0) throw nothingToCheck(paths);
  const problems = lint(await inputOf(cwd, flags, known));
  return { files: files.map(({ file, kind }) => ({ file, kind })), problems: [...unknown, ...problems] };
}

const shippedPaths = (): readonly string[] => [
  fileURLToPath(new URL('scenarios/catalogue', packageRoot())),
  shippedPath('rules'),
  shippedPath('alertmanager.yml'),
];

/** What the files are checked against: what the options name, else what is among the files, else what is shipped. */
async function inputOf(
  cwd: string,
  { rules, alertmanager }: LintFlags,
  found: readonly (LintFile & FoundFile)[],
): Promise<LintInput> {
  const of = (kind: LintFile['kind']) => found.filter((file) => file.kind === kind);
  const own = of('rules');
  const given =
    rules === undefined ? (own.length > 0 ? [] : await rulesIn(cwd, shippedPath('rules'))) : await rulesIn(cwd, rules);
  const paths = new Set(own.map(({ path }) => path));
  const [shippedRouting] = await findFiles(cwd, [shippedPath('alertmanager.yml')]);
  const [givenRouting] = alertmanager === undefined ? of('alertmanager') : await findFiles(cwd, [alertmanager]);
  const routing = (givenRouting ?? shippedRouting) as SourceFile;
  const files = {
    prometheusYml: of('prometheus')[0]?.text ?? (await readPackageFile('stack/monitoring/prometheus.yml')),
    rules: [...own, ...given.filter(({ path }) => !paths.has(path))],
    alertmanager: routing,
  };
  return {
    files: found,
    known: { services: [...REFERENCE_SERVICES], ...pipelinesAt(files, DEFAULT_SPEED) },
    speed: DEFAULT_SPEED,
    alertmanager: routing,
    pages: await ownPages(),
  };
}

const rulesIn = async (cwd: string, folder: string): Promise<readonly FoundFile[]> =>
  (await findFiles(cwd, [folder])).filter(({ text }) => recognise(text) === 'rules');

async function ownPages(): Promise<ReadonlySet<string>> {
  const names = await readdir(new URL('docs/', packageRoot()), { recursive: true });
  return new Set(names.map((name) => `docs/${name.replaceAll('\\', '/')}`));
}

const unknownFile = ({ file }: FoundFile): LintProblem =>
  problemAt({ file, line: 1, column: 1 }, 'error', {
    code: 'unknown-file',
    message: 'this is neither a scenario nor a rule file nor an Alertmanager configuration',
  });

const nothingToCheck = (paths: readonly string[]) =>
  new SupopsError({
    code: 'nothing-to-check',
    exitCode: EXIT.invalid,
    message: `there is no scenario, rule file or Alertmanager configuration in ${paths.join(', ')}`,
    hint: 'give the paths of YAML files, or of folders that hold some',
  });
