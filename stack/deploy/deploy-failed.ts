import { commandLine, DEFAULT_STACK } from '../../core/command-line.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import type { Instance, Logs } from '../engine/engine.js';
import { LABEL } from '../model/labels.js';

const LOG_LINES = 20;

/** The error for an instance that never became ready, with the last lines that it logged. */
export async function deployFailed(engine: Logs, instance: Instance, reason: string): Promise<SupopsError> {
  return new SupopsError({
    code: 'deploy-failed',
    exitCode: EXIT.deployFailed,
    message: `instance ${instance.instance} did not become ready: ${reason}`,
    hint: `read all its lines with \`${commandLine(`logs ${instance.instance}`, instance.labels[LABEL.stack] ?? DEFAULT_STACK)}\``,
    details: await lastLines(engine, instance.id),
  });
}

// A missing log must not hide why the instance failed.
async function lastLines(engine: Logs, id: string): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    for await (const { text } of engine.logs(id, { tail: LOG_LINES })) lines.push(text);
  } catch {
    lines.push('(its log could not be read)');
  }
  return lines.slice(-LOG_LINES);
}
