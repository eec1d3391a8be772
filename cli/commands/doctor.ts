import { join, resolve } from 'node:path';
import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { noProgress } from '../../core/progress.js';
import { type AgentProbe, createAgentProbe } from '../../scenarios/doctor/agent-probe.js';
import { faultChecks } from '../../scenarios/doctor/faults.js';
import { leftoverCheck } from '../../scenarios/doctor/leftovers.js';
import type { Host } from '../../stack/deploy/host.js';
import type { Check, Checked } from '../../stack/doctor/check.js';
import { diskCheck } from '../../stack/doctor/disk.js';
import { engineChecks } from '../../stack/doctor/engine.js';
import { helperHost } from '../../stack/doctor/helper-host.js';
import { imageCheck } from '../../stack/doctor/images.js';
import { portCheck } from '../../stack/doctor/ports.js';
import { removeEmptyStack } from '../../stack/doctor/remove-empty.js';
import { exitOf, runChecks } from '../../stack/doctor/run-checks.js';
import { referenceHints } from '../../stack/supervised/reference-hints.js';
import type { Context } from '../context.js';
import type { DoctorFlags } from '../flags.js';
import { withHost } from '../host.js';
import { checkedText, doctorSummary } from '../render/doctor.js';
import { writeJson } from '../render/json.js';
import { palette } from '../render/palette.js';
import type { Settings } from '../settings.js';

/** `supops doctor [--fix]`. Exit 8 if something is left behind, 4 if something keeps supops from working, else 0. */
export async function doctorCommand(context: Context, settings: Settings, flags: DoctorFlags): Promise<ExitCode> {
  const paint = palette(settings.color.stdout);
  const isText = settings.output === 'text';
  const tell = (one: Checked) => {
    if (isText) context.stdout.write(checkedText(one, paint));
  };
  const checked = await diagnose(context, settings, { ...flags, tell });
  if (isText) context.stdout.write(doctorSummary(checked, paint));
  else writeJson(context.stdout, { checks: checked, exitCode: exitOf(checked) });
  return exitOf(checked);
}

interface Telling extends DoctorFlags {
  tell(checked: Checked): void;
}

/** Without an engine there is nothing else to look at: that is the finding then, not an error of the command. */
async function diagnose(context: Context, settings: Settings, flags: Telling): Promise<readonly Checked[]> {
  try {
    return await withHost(context, noProgress, (host) => checkAll(context, settings, { flags, host }));
  } catch (error) {
    if (!(error instanceof SupopsError) || error.exitCode !== EXIT.unavailable) throw error;
    const { message, details, hint } = error;
    const detail = [message, ...details].join('; ');
    const one: Checked = { id: 'engine', title: 'engine', status: 'problem', detail, ...(hint !== undefined && { hint }) };
    flags.tell(one);
    return [one];
  }
}

async function checkAll(
  context: Context,
  settings: Settings,
  { flags, host }: { readonly flags: Telling; readonly host: Host },
): Promise<readonly Checked[]> {
  const cacheDir = join(host.stateDir, 'cache');
  const image = await helperHost(host.engine, cacheDir).catch(() => undefined);
  const probe = image && createAgentProbe({ ...host, host: image });
  try {
    return await runChecks(await checksOf(context, settings, { flags, host, cacheDir, probe }), flags.tell);
  } finally {
    await probe?.end();
  }
}

interface Parts {
  readonly flags: Telling;
  readonly host: Host;
  readonly cacheDir: string;
  readonly probe: AgentProbe | undefined;
}

async function checksOf(
  context: Context,
  settings: Settings,
  { flags, host, cacheDir, probe }: Parts,
): Promise<readonly Check[]> {
  const { engine, stateDir } = host;
  const rooms = [
    { what: 'runs', folder: resolve(context.cwd, '.supops/runs') },
    { what: 'state', folder: stateDir },
  ];
  return [
    ...engineChecks(engine),
    imageCheck(engine, cacheDir),
    portCheck(engine, settings.stack),
    diskCheck(rooms, (await engine.info()).machine?.dataFolder),
    ...faultChecks(engine, probe),
    leftoverCheck({
      ...host,
      only: settings.isStackNamed === true ? settings.stack : undefined,
      fix: flags.fix === true,
      hintsOf: referenceHints,
      removeStack: (stack) => removeEmptyStack(host, stack),
    }),
  ];
}
