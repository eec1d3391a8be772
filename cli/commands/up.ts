import { commandLine } from '../../core/command-line.js';
import { formatSpan } from '../../core/duration.js';
import { EXIT, type ExitCode } from '../../core/errors.js';
import { undoLeftoversAround } from '../../scenarios/safety/leftovers.js';
import { type Floor, formatFloors } from '../../stack/alerting/floors.js';
import type { Host } from '../../stack/deploy/host.js';
import { formatPlan, type Operation } from '../../stack/deploy/plan.js';
import { type UpOptions, type UpResult, up } from '../../stack/deploy/up.js';
import { referenceHints } from '../../stack/supervised/reference-hints.js';
import type { Context } from '../context.js';
import type { UpFlags } from '../flags.js';
import { withHost } from '../host.js';
import { createRenderer } from '../render/create-renderer.js';
import { writeJson } from '../render/json.js';
import { type Palette, palette } from '../render/palette.js';
import { formatTable } from '../render/table.js';
import type { Settings } from '../settings.js';

/** `supops up`: deploys the stack, or prints the plan with `--dry-run`. */
export async function upCommand(context: Context, settings: Settings, flags: UpFlags): Promise<ExitCode> {
  const renderer = await createRenderer(context, settings, `supops up, stack ${settings.stack}`);
  const result = await withHost(context, renderer.progress, (host) => deploy(host, settings.stack, flags)).finally(() =>
    renderer.end(),
  );
  const dryRun = flags.dryRun === true;
  if (settings.output === 'json') writeJson(context.stdout, upDocument(result, dryRun));
  else if (dryRun) context.stdout.write(formatPlan(result.plan));
  else context.stdout.write(upText(result, palette(settings.color.stdout)));
  return EXIT.ok;
}

function deploy(host: Host, stack: string, flags: UpFlags): Promise<UpResult> {
  const options: UpOptions = {
    stack,
    images: flags.images,
    ...(flags.registry === undefined ? {} : { registry: flags.registry }),
    ...(flags.speed === undefined ? {} : { speed: flags.speed }),
    ...(flags.rules === undefined ? {} : { rulesDir: flags.rules }),
    ...(flags.alertmanager === undefined ? {} : { alertmanagerFile: flags.alertmanager }),
    dns: flags.dns ?? [],
    dryRun: flags.dryRun === true,
  };
  if (flags.dryRun === true) return up(host, options);
  return undoLeftoversAround(
    host,
    { name: stack, hints: referenceHints(stack) },
    {
      deploy: () => up(host, options),
      onNote: (detail) => host.onProgress({ subject: 'leftovers', status: 'done', detail }),
    },
  );
}

/** The result as data. Operations are stripped of their payload: environments may contain secrets. */
export const upDocument = ({ plan, ...result }: UpResult, dryRun: boolean) => ({
  stack: result.stack,
  dryRun,
  urls: result.urls,
  notes: result.notes,
  /** Every duration that is longer than the speed implies, in ms. */
  floors: result.floors,
  imageSource: result.imageSource,
  speed: result.speed,
  durationMs: Math.round(result.durationMs),
  operations: plan.operations.map(({ id, type, kind, name, cause, after }: Operation) => ({
    id,
    type,
    kind,
    name,
    cause,
    after,
  })),
  unchanged: plan.unchanged,
});

/** The result for people: where to look, and what to try next. */
export function upText(result: UpResult, paint: Palette): string {
  const facts = [
    `ready after ${formatSpan(result.durationMs)}`,
    ...(result.plan.operations.length === 0 ? ['nothing had to change'] : []),
    `images from ${result.imageSource === 'debian' ? 'Debian packages' : 'a registry'}`,
    `alerting ${result.speed} times compressed`,
  ];
  const next = ['incident db-down', 'status', 'down'].map((command) => `  ${commandLine(command, result.stack)}\n`);
  const notes = [...result.notes, ...gatherFloors(result.floors)];
  const urls = Object.entries(result.urls).map(([name, url]) => [`  ${name}`, paint.name(url)]);
  return [
    `${paint.good('✓')} stack ${paint.bold(result.stack)} is ${facts.join(', ')}\n\n`,
    formatTable(urls),
    notes.length === 0 ? '' : `\n${notes.map((note) => `note: ${note}\n`).join('')}`,
    `\nTry next:\n${next.join('')}`,
  ].join('');
}

// With third-party rules there can be hundreds of them: people want how many and how long, programs want each.
function gatherFloors(floors: readonly Floor[]): readonly string[] {
  if (floors.length === 0) return [];
  return [`not compressed as far as asked: ${formatFloors(floors)}; --output json lists them`];
}
