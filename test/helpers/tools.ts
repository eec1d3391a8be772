import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { type Engine, type Images, need } from '../../stack/engine/engine.js';
import { CATALOGUE, type ComponentName } from '../../stack/images/catalogue.js';
import { LABEL } from '../../stack/model/labels.js';
import type { FileEntry } from '../../stack/model/stack.js';
import { testImage } from './engine.js';

/** Checkers that come with Prometheus and Alertmanager. Not every host has them, so they run in a container. */
export type ToolName = 'promtool' | 'amtool';

const COMPONENT_OF: Readonly<Record<ToolName, ComponentName>> = { promtool: 'prometheus', amtool: 'alertmanager' };

/** How a tool ended, and what it wrote: to standard output, and in all. */
export interface ToolResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly output: string;
}

/** Where the files are and the tool runs. */
const FOLDER = '/work';
const OWNER = { uid: 65534, gid: 65534 };

/**
 * Runs a tool in a throw-away container without network, from the official image where the engine has it.
 * @param args paths in it are relative to the folder of the files
 * @param files relative path → text
 */
export async function runTool(
  engine: Engine,
  tool: ToolName,
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<ToolResult> {
  const { image, binary } = await findTool(need(engine, 'images'), tool);
  const name = `supops-test-${tool}-${randomUUID().slice(0, 8)}`;
  const helper = await need(engine, 'helpers').run(
    {
      name,
      hostname: name,
      image,
      command: ['/bin/sh', '-c', 'cd "$0" && exec "$@"', FOLDER, binary, ...args],
      env: {},
      labels: { [LABEL.role]: 'helper' },
      dns: [],
      ports: [],
      publishAddress: '127.0.0.1',
      volumes: [{ path: FOLDER }],
      tmpfs: ['/tmp'],
      resources: { memoryBytes: 512 * 1024 ** 2, pids: 100 },
      security: { ...OWNER, readOnlyRoot: true, capabilities: [], engineSocket: false },
      restart: { name: 'no' },
      removeOnExit: true,
    },
    fileEntries(files),
  );
  helper.end();
  const lines: { readonly stream: string; readonly text: string }[] = [];
  for await (const line of helper.output) lines.push(line);
  const join = (kept: typeof lines) => kept.map(({ text }) => text).join('\n');
  return {
    exitCode: await helper.exited,
    stdout: join(lines.filter(({ stream }) => stream === 'stdout')),
    output: join(lines),
  };
}

async function findTool(images: Images, tool: ToolName): Promise<{ readonly image: string; readonly binary: string }> {
  const { official, debian } = CATALOGUE[COMPONENT_OF[tool]];
  const source = (await images.has(official.image))
    ? { image: official.image, binaries: official.binaries }
    : { image: await testImage(images), binaries: debian.binaries };
  const binary = source.binaries[tool];
  if (binary === undefined) throw new Error(`the catalogue does not say where ${tool} is`);
  return { image: source.image, binary };
}

function fileEntries(files: Readonly<Record<string, string>>): readonly FileEntry[] {
  const folders = new Set(Object.keys(files).flatMap(parents));
  return [
    ...[...folders].sort().map((path) => ({ path: posix.join(FOLDER, path), mode: 0o755, ...OWNER })),
    ...Object.entries(files).map(([path, content]) => ({ path: posix.join(FOLDER, path), content, mode: 0o644, ...OWNER })),
  ];
}

function parents(path: string): readonly string[] {
  const parent = posix.dirname(path);
  return parent === '.' ? [] : [...parents(parent), parent];
}
