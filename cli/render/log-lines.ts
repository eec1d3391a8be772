import type { Output } from '../context.js';
import type { Settings } from '../settings.js';
import { palette } from './palette.js';

/** A line of an instance's log. `time` is epoch ms. */
export interface LogEntry {
  readonly service: string;
  readonly instance: string;
  readonly time: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Writes log lines as they come. `end` completes the output: with JSON it is one document, `{"lines": […]}`. */
export interface LogWriter {
  line(entry: LogEntry): void;
  end(): void;
}

/** A writer for text (`12:34:56.789 db | …`, a colour per instance) or JSON. */
export const logWriter = (stdout: Output, settings: Settings, instances: readonly string[]): LogWriter =>
  settings.output === 'json' ? jsonWriter(stdout) : textWriter(stdout, settings.color.stdout, instances);

function jsonWriter(stdout: Output): LogWriter {
  let separator = '{"lines":[\n';
  return {
    line: ({ service, instance, time, stream, text }) => {
      const entry = { service, instance, time: new Date(time).toISOString(), stream, text };
      stdout.write(`${separator}${JSON.stringify(entry)}`);
      separator = ',\n';
    },
    end: () => stdout.write(separator === ',\n' ? '\n]}\n' : `${separator}]}\n`),
  };
}

function textWriter(stdout: Output, color: boolean, instances: readonly string[]): LogWriter {
  const paint = palette(color);
  const width = Math.max(0, ...instances.map((instance) => instance.length));
  const index = new Map([...instances].sort().map((instance, i) => [instance, i]));
  return {
    line: ({ instance, time, text }) => {
      const clock = new Date(time).toISOString().slice(11, 23);
      const name = paint.nth(index.get(instance) ?? 0, `${instance.padEnd(width)} |`);
      stdout.write(`${paint.dim(clock)} ${name} ${text}\n`);
    },
    end: () => {},
  };
}
