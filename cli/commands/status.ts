import { commandLine } from '../../core/command-line.js';
import { formatSpan } from '../../core/duration.js';
import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { formatLabels } from '../../core/labels.js';
import { noProgress } from '../../core/progress.js';
import type { Milliseconds } from '../../core/time.js';
import { type StackStatus, status } from '../../stack/inspect/status.js';
import type { Context } from '../context.js';
import { withHost } from '../host.js';
import { writeJson } from '../render/json.js';
import { type Palette, palette } from '../render/palette.js';
import { formatTable } from '../render/table.js';
import type { Settings } from '../settings.js';

/** `supops status`. Exit 0 if the stack is deployed, whatever its health. */
export async function statusCommand(context: Context, settings: Settings): Promise<ExitCode> {
  const found = await withHost(context, noProgress, (host) => status(host, settings.stack));
  if (!found.deployed) throw notDeployed(settings.stack);
  if (settings.output === 'json') writeJson(context.stdout, found);
  else context.stdout.write(statusText(found, context.clock.now(), palette(settings.color.stdout)));
  return EXIT.ok;
}

/** The error of every command that needs a stack if there is none. */
export const notDeployed = (stack: string): SupopsError =>
  new SupopsError({
    code: 'no-stack',
    exitCode: EXIT.unavailable,
    message: `stack ${stack} is not deployed`,
    hint: `run \`${commandLine('up', stack)}\``,
  });

/** Instances, alerts and monitoring as tables. */
export function statusText(found: StackStatus, now: Milliseconds, paint: Palette): string {
  const heading = `stack ${paint.bold(found.stack)}, alerting ${found.speed} times compressed`;
  const instances = found.instances.map((instance) => [
    instance.name,
    instance.component,
    instance.ready ? paint.good(instance.state) : paint.bad(instance.state),
    instance.health,
    String(instance.restartCount),
    instance.startedAt > 0 && instance.state === 'running' ? formatSpan(Math.max(0, now - instance.startedAt)) : '-',
    instance.url === undefined ? '' : paint.name(instance.url),
  ]);
  const rows = formatTable([['INSTANCE', 'COMPONENT', 'STATE', 'HEALTH', 'RESTARTS', 'UP', 'URL'], ...instances]);
  const monitoring = found.monitoring === 'ok' ? '' : `\n${paint.bad('monitoring:')} ${found.monitoring}\n`;
  return `${heading}\n\n${rows}\n${alertsText(found, now, paint)}${monitoring}`;
}

function alertsText({ alerts, monitoring }: StackStatus, now: Milliseconds, paint: Palette): string {
  if (alerts.length === 0) return monitoring === 'ok' ? 'no alert is pending or firing\n' : 'alerts unknown\n';
  return formatTable([
    ['ALERT', 'STATE', 'FOR', 'LABELS', 'RUNBOOK'],
    ...alerts.map((alert) => [
      alert.alertname,
      alert.state === 'firing' ? paint.bad(alert.state) : paint.warn(alert.state),
      formatSpan(Math.max(0, now - alert.activeAt)),
      formatLabels(alert.labels, ['alertname']),
      alert.runbook === undefined ? '' : paint.name(alert.runbook),
    ]),
  ]);
}
