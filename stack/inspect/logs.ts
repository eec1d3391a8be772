import type { Instance, LogLine, Logs } from '../engine/engine.js';
import { mergeLive, mergeSorted } from './merge.js';

/** A line of a stack's logs, and who wrote it. */
export interface InstanceLine extends LogLine {
  readonly service: string;
  readonly instance: string;
}

/** Which lines to read. */
export interface MergedLogOptions {
  /** Goes on with lines as they come, until the signal is aborted. */
  readonly follow: boolean;
  /** Only the last n lines of each instance. */
  readonly tail?: number;
  /** Only lines at or after this moment (engine's clock, epoch ms). */
  readonly since?: number;
  readonly signal: AbortSignal;
}

/** The instances that a name means: all of a service, `api`, or one, `api-1`. */
export const instancesNamed = (instances: readonly Instance[], name: string): readonly Instance[] =>
  instances.filter(({ service, instance }) => service === name || instance === name);

/** The instances' lines in the order of their times; lines that come live are held for a moment, so that they are in order too. */
export async function* mergedLogs(
  engine: Logs,
  instances: readonly Instance[],
  { follow, tail, since, signal }: MergedLogOptions,
): AsyncGenerator<InstanceLine> {
  const range = { ...(tail === undefined ? {} : { tail }), ...(since === undefined ? {} : { since }) };
  const sources = instances.map((instance) => ({ instance, seen: Number.NEGATIVE_INFINITY }));
  const backlog = sources.map(async function* (source) {
    for await (const line of engine.logs(source.instance.id, { ...range, signal: AbortSignal.any([signal]) })) {
      source.seen = line.time;
      yield { ...line, ...writerOf(source.instance) };
    }
  });
  yield* mergeSorted(backlog, ({ time }) => time);
  if (!follow) return;
  // From the last line on, which is repeated: nothing is lost between the two requests.
  const live = sources.map(async function* ({ instance, seen }) {
    const from = seen === Number.NEGATIVE_INFINITY ? range : { since: seen };
    for await (const line of engine.logs(instance.id, { ...from, follow: true, signal: AbortSignal.any([signal]) }))
      if (line.time > seen) yield { ...line, ...writerOf(instance) };
  });
  yield* mergeLive(live, ({ time }) => time);
}

const writerOf = ({ service, instance }: Instance) => ({ service, instance });
