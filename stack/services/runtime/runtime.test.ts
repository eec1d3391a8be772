import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';
import { limitedLog } from './limited-log.js';
import { jsonLog } from './log.js';

describe('limitedLog', () => {
  it('writes a repeated message once in the interval and says how many it left out', () => {
    let now = 0;
    const lines: string[] = [];
    const clock = () => now;
    const log = limitedLog(
      jsonLog((line) => lines.push(line), clock),
      1_000,
      clock,
    );
    for (now = 0; now <= 1_000; now += 250) log('error', 'down', { error: 'x' });
    log('warn', 'down');
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"error","msg":"down","error":"x"}\n',
      '{"time":"1970-01-01T00:00:01.000Z","level":"error","msg":"down","error":"x","repeated":3}\n',
      '{"time":"1970-01-01T00:00:01.250Z","level":"warn","msg":"down"}\n',
    ]);
  });
});

describe('readConfig', () => {
  it.each([
    ['{"a":1,"b":2}', undefined],
    ['{"a":1}', 'FILE: missing b'],
    ['[', 'cannot read FILE: not valid JSON'],
    ['null', 'FILE: expected a JSON object'],
  ])('of %s says %s', (text, message) => {
    const dir = mkdtempSync(join(tmpdir(), 'config-'));
    const file = join(dir, 'config.json');
    writeFileSync(file, text);
    let said: string | undefined;
    try {
      readConfig<{ a: number; b: number }>(file, ['a', 'b']);
    } catch (error) {
      said = (error as Error).message.replace(file, 'FILE');
    }
    rmSync(dir, { recursive: true });
    expect(said).toBe(message);
  });
});
