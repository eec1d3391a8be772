import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Engine, type InstanceSpec, type LogLine, need } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';
import { connectTestEngine, eventually, removeAll, testImage, testSpec } from './engine.js';

// What the files of the engine's contract share: one engine, one stack of their own, and nothing left of it after each test.

/** The stack of these tests. */
export const STACK = `engine-test-${process.pid}`;
/** What everything of it carries. */
export const LABELS = { [LABEL.stack]: STACK };
/** Chooses everything of it. */
export const OURS = stackSelector(STACK);
/** Name of a volume of it. */
export const ETC = `${STACK}-etc`;

// Live bindings: set before the first test runs.
export let engine: Engine;
export let image: string;
/** Whether engine and test share a network, so that the engine reaches servers of the test. */
export let local: boolean;

/** To be called once by each file, before its tests. */
export function useTestEngine(): void {
  beforeAll(async () => {
    engine = await connectTestEngine();
    image = await testImage(need(engine, 'images'));
    const { endpoint, operatingSystem } = await engine.info();
    local = process.platform === 'linux' && endpoint.startsWith('unix://') && !operatingSystem.startsWith('Docker Desktop');
  });

  afterEach(() => removeAll(engine, STACK));

  afterAll(async () => {
    expect(await engine.observe(OURS)).toEqual({ instances: [], helpers: [], volumes: [], networks: [] });
    expect(await engine.stacks()).not.toContain(STACK);
    engine.close();
  });
}

/** A small instance that runs a script. */
export const shell = (script: string, changes: Partial<InstanceSpec> = {}, service = 'x') =>
  testSpec(STACK, service, image, ['/bin/sh', '-c', script], changes);

/** The same, listed as a helper. */
export const asHelper = (spec: InstanceSpec): InstanceSpec => ({ ...spec, labels: { ...spec.labels, [LABEL.role]: 'helper' } });

/** Creates and starts. @returns the id. */
export async function run(spec: InstanceSpec): Promise<string> {
  const id = await engine.create(spec);
  await engine.start(id);
  return id;
}

/** Waits for the end of a program. */
export const untilExited = (id: string) =>
  eventually(async () => {
    const instance = await engine.inspect(id);
    expect(instance.state).toBe('exited');
    return instance;
  });

/** Standard output of a program that ends. */
export async function outputOf(spec: InstanceSpec, files: Parameters<Engine['putFiles']>[1] = []): Promise<string> {
  const id = await engine.create(spec);
  await engine.putFiles(id, files);
  await engine.start(id);
  await untilExited(id);
  const lines = await linesOf(id);
  await engine.remove(id);
  return lines.map(({ text }) => text).join('\n');
}

/** The log so far. */
export async function linesOf(id: string, options: Parameters<Engine['logs']>[1] = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of engine.logs(id, options)) lines.push(line);
  return lines;
}

/** Waits for a line of the log. */
export const untilLogged = (id: string, text: string) =>
  eventually(async () => expect((await linesOf(id)).map((line) => line.text)).toContain(text));
