import { describe, expect, test } from 'vitest';
import type { SupopsError } from '../../../core/errors.js';
import { need, type UsageSample } from '../../../stack/engine/engine.js';
import { eventually } from '../../helpers/engine.js';
import { engine, run, shell, useTestEngine } from '../../helpers/engine-under-test.js';

useTestEngine();

const MEBIBYTE = 1_024 * 1_024;
const limits = () => need(engine, 'limits');

/** The next measurement that fulfils a condition. */
async function sampleOf(id: string, wanted: (sample: UsageSample) => boolean): Promise<UsageSample> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), 15_000);
  try {
    for await (const sample of need(engine, 'usage').samples(id, enough.signal)) if (wanted(sample)) return sample;
    throw new Error('no such measurement within 15 s');
  } finally {
    clearTimeout(timer);
    enough.abort();
  }
}

describe('limits', () => {
  test('CPU is limited while the program runs, and unlimited again', async () => {
    const id = await run(shell('while :; do :; done'));
    expect((await engine.inspect(id)).cpus).toBeUndefined();
    await limits().set(id, { cpus: 0.05 });
    expect((await engine.inspect(id)).cpus).toBe(0.05);
    const first = await sampleOf(id, ({ throttledPeriods }) => throttledPeriods > 0);
    await limits().set(id, { cpus: 'none' });
    expect((await engine.inspect(id)).cpus).toBeUndefined();
    const free = await sampleOf(id, () => true);
    expect((await sampleOf(id, ({ time }) => time > free.time + 900)).throttledPeriods).toBe(free.throttledPeriods);
    expect(free.throttledPeriods).toBeGreaterThanOrEqual(first.throttledPeriods);
  });

  test('a limit of CPU that an instance was created with is changed and restored', async () => {
    const id = await run(shell('exec sleep 100', { resources: { memoryBytes: 64 * MEBIBYTE, pids: 16, cpus: 0.5 } }));
    for (const cpus of [0.2, 0.5]) {
      await limits().set(id, { cpus });
      expect(await engine.inspect(id)).toMatchObject({ cpus, memoryBytes: 64 * MEBIBYTE });
    }
  });

  test('memory is limited and restored while the program runs, and CPU stays as it is', async () => {
    const id = await run(shell('exec sleep 100', { resources: { memoryBytes: 64 * MEBIBYTE, pids: 16, cpus: 0.5 } }));
    for (const mebibytes of [16, 64]) {
      await limits().set(id, { memoryBytes: mebibytes * MEBIBYTE });
      expect(await engine.inspect(id)).toMatchObject({ cpus: 0.5, memoryBytes: mebibytes * MEBIBYTE });
      expect((await sampleOf(id, () => true)).memoryLimitBytes).toBe(mebibytes * MEBIBYTE);
    }
  });

  test('memory below what is in use is refused or ends the program; a limit that no engine takes is refused', async () => {
    const script = 'exec node -e "const b = Buffer.alloc(40e6, 1); setInterval(() => b, 1000); console.log(1)"';
    const id = await run(shell(script));
    await sampleOf(id, ({ memoryUsageBytes }) => memoryUsageBytes > 40e6);
    const said = await limits()
      .set(id, { memoryBytes: 16 * MEBIBYTE })
      .then(
        () => 'taken',
        ({ code, message }: SupopsError) => `${code}: ${message}`,
      );
    console.log(said);
    if (said === 'taken') return eventually(async () => expect((await engine.inspect(id)).outOfMemory).toBe(true));
    expect(said).toMatch(
      /^engine-rejected: cannot limit the memory of \w+ to 16 MiB: it uses [4-9]\d MiB, and the kernel does not/,
    );
    expect(await engine.inspect(id)).toMatchObject({ state: 'running', memoryBytes: 128 * MEBIBYTE });
    await expect(limits().set(id, { memoryBytes: 1_000 })).rejects.toMatchObject({ exitCode: 4 });
  });
});
