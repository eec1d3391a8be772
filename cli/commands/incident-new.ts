import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EXIT, type ExitCode, messageOf, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import { type Draft, draftScenarios } from '../../scenarios/draft/draft.js';
import { rulesFromPrometheus } from '../../scenarios/draft/from-prometheus.js';
import type { Known } from '../../scenarios/language/known.js';
import { recognise } from '../../scenarios/lint/recognise.js';
import { prometheusClient } from '../../scenarios/observe/prometheus.js';
import { makePipeline } from '../../stack/alerting/pipeline.js';
import { pipelinesAt } from '../../stack/alerting/pipelines.js';
import { readPackageFile } from '../../stack/package-root.js';
import { REFERENCE_SERVICES } from '../../stack/reference/reference.js';
import type { Context } from '../context.js';
import type { NewFlags } from '../flags.js';
import { writeJson } from '../render/json.js';
import type { Settings } from '../settings.js';
import { knownSystem } from './known-system.js';
import { findFiles } from './lint-files.js';

/** `supops incident new`: a commented scenario file for an alert, on stdout or in a file; for every alert, in a folder. */
export async function incidentNewCommand(context: Context, settings: Settings, flags: NewFlags): Promise<ExitCode> {
  const known = await knownOf(context, settings, flags.from);
  const drafts = draftScenarios(known, flags.alert);
  if (drafts.length === 0) throw nothingToDraft(known, flags.alert);
  const files =
    flags.out === undefined ? [] : await writeDrafts(drafts, resolve(context.cwd, flags.out), flags.alert !== undefined);
  const named = drafts.map((draft, i) => ({ ...draft, ...(files[i] !== undefined && { file: files[i] }) }));
  if (settings.output === 'json') writeJson(context.stdout, { scenarios: named });
  else if (files.length > 0) context.stdout.write(files.map((file) => `${file}\n`).join(''));
  else if (flags.alert !== undefined) context.stdout.write(drafts.map(({ text }) => text).join('---\n'));
  else throw whichAlert(drafts);
  return EXIT.ok;
}

/** The rules to draft from: of a Prometheus or a folder that is named, else of the stack, else those that come with supops. */
async function knownOf(context: Context, settings: Settings, from: string | undefined): Promise<Known> {
  if (from === undefined) return (await knownSystem(context, settings)).known;
  const services = [...REFERENCE_SERVICES];
  if (/^https?:\/\//.test(from)) {
    const rules = rulesFromPrometheus(await prometheusClient(new URL(from)).rules());
    const pipeline = makePipeline({ prometheusYml: '', rules, deliveryMs: 0 });
    return { services, pipeline, production: pipeline };
  }
  const rules = (await findFiles(context.cwd, [from])).filter(({ text }) => recognise(text) === 'rules');
  const [prometheusYml, routes] = await Promise.all(
    ['prometheus.yml', 'alertmanager.yml'].map((name) => readPackageFile(`stack/monitoring/${name}`)),
  );
  const alertmanager = { file: 'alertmanager.yml', text: routes ?? '' };
  return { services, ...pipelinesAt({ prometheusYml: prometheusYml ?? '', rules, alertmanager }, 1) };
}

/** Writes one file, or one for each into a folder. Nothing is written if any of them exists. */
async function writeDrafts(drafts: readonly Draft[], out: string, isFile: boolean): Promise<readonly string[]> {
  const [only] = drafts;
  const files =
    isFile && drafts.length === 1 && only && /\.ya?ml$/.test(out) ? [out] : drafts.map(({ name }) => join(out, `${name}.yaml`));
  for (const file of files)
    if (
      await stat(file).then(
        () => true,
        () => false,
      )
    )
      throw unwritable(file, 'it exists already', 'name another one with -o, or remove it');
  for (const [i, file] of files.entries()) {
    await mkdir(dirname(file), { recursive: true })
      .then(() => writeFile(file, drafts[i]?.text ?? '', { flag: 'wx' }))
      .catch((error) => Promise.reject(unwritable(file, messageOf(error), 'name a place that you may write to')));
  }
  return files;
}

const unwritable = (file: string, reason: string, hint: string): SupopsError =>
  new SupopsError({ code: 'unwritable-file', exitCode: EXIT.invalid, message: `cannot write ${file}: ${reason}`, hint });

function nothingToDraft(known: Known, alert: string | undefined): SupopsError {
  const names = new Set(known.production.rules.flatMap(({ rules }) => rules.map(({ name }) => name)));
  return new SupopsError({
    code: alert === undefined ? 'no-rules' : 'unknown-alert',
    exitCode: EXIT.invalid,
    message:
      alert === undefined
        ? 'there is no alert rule to begin with'
        : `no rule has the alert "${alert}"${suggestion(alert, names)}`,
    hint: 'name other rules: --from DIR, or --from URL of a Prometheus',
  });
}

const whichAlert = (drafts: readonly Draft[]): SupopsError =>
  new SupopsError({
    code: 'usage',
    exitCode: EXIT.usage,
    message: 'which alert?',
    hint: 'name one of these with --alert, or a folder for all of them with -o',
    details: drafts.map(({ alert }) => alert),
  });
