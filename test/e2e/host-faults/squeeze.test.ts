import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../core/time.js';
import type { FaultContext, Victim } from '../../../scenarios/faults/fault.js';
import { squeeze } from '../../../scenarios/faults/squeeze.js';
import { executeUndo } from '../../../scenarios/faults/undo/execute.js';
import type { EngineEvent } from '../../../stack/engine/engine.js';
import { engine, LABELS, OURS, run, shell, useTestEngine } from '../../helpers/engine-under-test.js';

useTestEngine();

const MEBIBYTE = 1_024 * 1_024;

/** A busy victim, and what a fault is handed of it. */
async function squeezed(params: FaultContext['params'], cpus?: number) {
  const resources = { memoryBytes: 128 * MEBIBYTE, pids: 32, ...(cpus !== undefined && { cpus }) };
  const instance = await engine.inspect(await run(shell('while :; do :; done', { resources }, 'victim')));
  const { service, instance: name, id, startedAt } = instance;
  const victim: Victim = { instance, ref: { selector: LABELS, service, instance: name, id, startedAt } };
  const events: EngineEvent[] = [];
  const listening = new AbortController();
  const stream = await engine.events(OURS, { signal: listening.signal });
  (async () => {
    for await (const event of stream) events.push(event);
  })().catch(() => {});
  const context: FaultContext = {
    engine,
    params,
    victims: [victim],
    events,
    since: systemClock.now(),
    clock: systemClock,
    signal: new AbortController().signal,
    agents: new Map(),
    system: { targets: new Map() },
    ttlMs: 60_000,
  };
  await squeeze.inject(context);
  const proof = await squeeze.prove(context);
  listening.abort();
  const tools = { engine, clock: systemClock, programs: async () => '' };
  const undo = () => executeUndo(tools, squeeze.plan(victim, params), { timeoutMs: 5_000, settleMs: 0 });
  return { id, proof, undo };
}

/** What the engine's own tool says. */
const inspect = (id: string, format: string): string =>
  execFileSync('docker', ['inspect', '-f', format, id], { encoding: 'utf8' }).trim();
/** What the program can see of its own control group is what the kernel enforces. */
const inside = async (id: string, v1: string, v2: string): Promise<string> =>
  (await engine.exec(id, ['/bin/sh', '-c', `cat /sys/fs/cgroup/${v1} 2>/dev/null || cat /sys/fs/cgroup/${v2}`])).stdout.trim();

describe('squeeze', () => {
  test('stops the victim in the periods of its new limit of CPU, and removes that limit again', async () => {
    const { id, proof, undo } = await squeezed({ cpus: 0.1 });
    console.log(proof.evidence);
    expect(proof).toMatchObject({
      proven: true,
      evidence: expect.stringMatching(/^victim \(.*\): stopped by its limit of 0\.1 CPUs in [1-9]\d* periods$/),
    });
    expect(inspect(id, '{{.HostConfig.CpuQuota}} {{.HostConfig.CpuPeriod}}')).toBe('10000 100000');
    expect(await inside(id, 'cpu/cpu.cfs_quota_us', 'cpu.max')).toMatch(/^10000\b/);
    expect(await undo()).toMatchObject({ done: true, changed: true, detail: 'victim with no limit of CPU' });
    expect(await inside(id, 'cpu/cpu.cfs_quota_us', 'cpu.max')).toMatch(/^(-1|max 100000)$/);
    expect(await undo()).toMatchObject({ done: true, changed: false });
  });

  test('restores the limits that the victim had', async () => {
    const { id, proof, undo } = await squeezed({ cpus: 0.2, memory: '48MiB' }, 0.7);
    console.log(proof.evidence);
    expect(proof.proven).toBe(true);
    expect(inspect(id, '{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}')).toBe(
      `200000000 ${48 * MEBIBYTE} ${48 * MEBIBYTE}`,
    );
    expect(await inside(id, 'memory/memory.limit_in_bytes', 'memory.max')).toBe(String(48 * MEBIBYTE));
    expect(await undo()).toMatchObject({ done: true, detail: 'victim with 0.7 CPUs and 128 MiB of memory' });
    expect(inspect(id, '{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}')).toBe(
      `700000000 ${128 * MEBIBYTE} ${128 * MEBIBYTE}`,
    );
    expect(await inside(id, 'memory/memory.limit_in_bytes', 'memory.max')).toBe(String(128 * MEBIBYTE));
  });
});
