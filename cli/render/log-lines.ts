import type { Output } from '../context.js';
import type { Settings } from '../settings.js';
import { palette } from './palette.js';

/** A line of a service's log. `time` is epoch ms. */
export interface LogEntry {
  readonly service: string;
  readonly time: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Writes log lines as they come. `end` completes the output: with JSON it is one document, `{"lines": […]}`. */
export interface LogWriter {
  line(entry: LogEntry): void;
  end(): void;
}

/** A writer for text (`12:34:56.789 db | …`, a colour per service) or JSON. */
export const logWriter = (stdout: Output, settings: Settings, services: readonly string[]): LogWriter =>
  settings.output === 'json' ? jsonWriter(stdout) : textWriter(stdout, settings.color.stdout, services);

function jsonWriter(stdout: Output): LogWriter {
  let separator = '{"lines":[\n';
  return {
    line: ({ service, time, stream, text }) => {
      const entry = { service, time: new Date(time).toISOString(), stream, text };
      stdout.write(`${separator}${JSON.stringify(entry)}`);
      separator = ',\n';
    },
    end: () => stdout.write(separator === ',\n' ? '\n]}\n' : `${separator}]}\n`),
  };
}

function textWriter(stdout: Output, color: boolean, services: readonly string[]): LogWriter {
  const paint = palette(color);
  const width = Math.max(0, ...services.map((service) => service.length));
  const index = new Map([...services].sort().map((service, i) => [service, i]));
  return {
    line: ({ service, time, text }) => {
      const clock = new Date(time).toISOString().slice(11, 23);
      const name = paint.nth(index.get(service) ?? 0, `${service.padEnd(width)} |`);
      stdout.write(`${paint.dim(clock)} ${name} ${text}\n`);
    },
    end: () => {},
  };
}
