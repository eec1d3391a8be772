import { expect, test } from 'vitest';
import { fakeContext } from '../testing/fake-context.js';
import { logWriter } from './log-lines.js';

const settings = { stack: 'supops', output: 'text', quiet: false, color: { stdout: false, stderr: false } } as const;
const entries = [
  { service: 'db', instance: 'db', time: Date.UTC(2026, 0, 1, 12, 0, 0, 5), stream: 'stderr', text: 'ready' },
  { service: 'api', instance: 'api-1', time: Date.UTC(2026, 0, 1, 12, 0, 1), stream: 'stdout', text: '{"msg":"ready"}' },
] as const;

function written(output: 'text' | 'json', lines: typeof entries | readonly [], color = false): string {
  const context = fakeContext([]);
  const writer = logWriter(context.stdout, { ...settings, output, color: { stdout: color, stderr: false } }, ['db', 'api-1']);
  for (const line of lines) writer.line(line);
  writer.end();
  return context.written.stdout;
}

test('text has the time, the instance and the line in columns', () => {
  expect(written('text', entries)).toBe('12:00:00.005 db    | ready\n12:00:01.000 api-1 | {"msg":"ready"}\n');
});

test('text on a terminal has one colour per instance', () => {
  expect(written('text', entries, true)).toContain('\u001b[33mdb    |\u001b[39m ready');
});

test('JSON is one document, even without any lines', () => {
  expect(JSON.parse(written('json', entries))).toEqual({
    lines: [
      { service: 'db', instance: 'db', time: '2026-01-01T12:00:00.005Z', stream: 'stderr', text: 'ready' },
      { service: 'api', instance: 'api-1', time: '2026-01-01T12:00:01.000Z', stream: 'stdout', text: '{"msg":"ready"}' },
    ],
  });
  expect(JSON.parse(written('json', []))).toEqual({ lines: [] });
});
