import { readdir, readFile } from 'node:fs/promises';
import type { Engine, Instance } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';
import { run } from '../helpers/workspace.js';

/**
 * The state of a stack as found by other means than supops': what the kernel, the engine's own description, the database and the api say. Line by line,
 * so that a difference can be read.
 */
export async function snapshot(engine: Engine, stack: string): Promise<readonly string[]> {
  const { instances, helpers } = await engine.observe(stackSelector(stack));
  const own = await Promise.all(instances.map(ofInstance));
  return [...helpers.map(({ name }) => `helper ${name}`), ...own.flat()].sort();
}

/** What is in one and not in the other. */
export function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const [had, has] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ];
}

async function ofInstance({ id, instance, labels }: Instance): Promise<readonly string[]> {
  const found = JSON.parse(await run('docker', ['inspect', id]))[0];
  const { State: state, HostConfig: host } = found;
  const lines = [
    `state ${state.Status}`,
    `restart policy ${host.RestartPolicy.Name}:${host.RestartPolicy.MaximumRetryCount}`,
    `limits memory ${host.Memory} swap ${host.MemorySwap} nano ${host.NanoCpus} quota ${Math.max(0, host.CpuQuota)}`,
  ];
  const inside = state.Running && !state.Paused ? await ofProcess(state.Pid, id) : [];
  const orders = state.Running && !state.Paused ? await ofOrders(id, labels[LABEL.admin]) : [];
  return [...lines, ...inside, ...orders].map((line) => `${instance}: ${line}`);
}

// As the kernel has it. The numbers of Docker's own resolver change with each start of a container.
async function ofProcess(pid: number, id: string): Promise<readonly string[]> {
  const inNetwork = (...command: string[]) => run('nsenter', ['-t', String(pid), '-n', ...command]).catch(() => '');
  const rules = await Promise.all(
    ['iptables-save', 'ip6tables-save', 'iptables-legacy-save', 'ip6tables-legacy-save'].map((command) => inNetwork(command)),
  );
  const ports = /(127\.0\.0\.11:|--[sd]port |:)\d{4,5}\b/g;
  return [
    ...rules.flatMap((text) =>
      text
        .split('\n')
        .filter((line) => /^(-A|:[A-Z])/.test(line))
        .map(
          (line) =>
            `rule ${line
              .replace(/\[\d+:\d+\]/, '')
              .replace(ports, '$1N')
              .trim()}`,
        ),
    ),
    ...(await inNetwork('tc', 'qdisc', 'show'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `tc ${line.trim()}`),
    ...(await ofControlGroups(id)),
    `processes ${(await commandsIn(pid)).join(' ')}`,
    `files ${(await filesOf(pid)).join(' ')}`,
  ];
}

const GROUPS = [
  ['cpu/docker', 'cpu.cfs_quota_us'],
  ['memory/docker', 'memory.limit_in_bytes'],
  ['freezer/docker', 'freezer.state'],
] as const;

async function ofControlGroups(id: string): Promise<readonly string[]> {
  const values = await Promise.all(
    GROUPS.map(async ([folder, file]) => {
      const value = await readFile(`/sys/fs/cgroup/${folder}/${id}/${file}`, 'utf8').catch(() => '');
      return value === '' ? [] : [`${file} ${value.trim()}`];
    }),
  );
  return values.flat();
}

/** Programs in the process namespace of a container: a stray one would be seen here. */
async function commandsIn(pid: number): Promise<readonly string[]> {
  const group = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  const path = /:memory:(.*)/.exec(group)?.[1];
  if (path === undefined) return [];
  const pids = (await readFile(`/sys/fs/cgroup/memory${path}/cgroup.procs`, 'utf8').catch(() => '')).split('\n');
  const names = await Promise.all(
    pids.filter((text) => text !== '').map((text) => readFile(`/proc/${text}/comm`, 'utf8').catch(() => '')),
  );
  return [...new Set(names.map((name) => name.trim()))].sort();
}

/** What lies directly in the data directory and in /tmp. */
async function filesOf(pid: number): Promise<readonly string[]> {
  const names = await Promise.all(['data', 'tmp'].map((folder) => readdir(`/proc/${pid}/root/${folder}`).catch(() => [])));
  return names
    .flat()
    .filter((name) => name.includes('supops'))
    .sort();
}

const DATABASE = `SELECT 'read_only', @@global.read_only UNION
  SELECT 'hidden indexes', COUNT(*) FROM information_schema.statistics WHERE ignored = 'YES' UNION
  SELECT 'sessions of faults', COUNT(*) FROM information_schema.processlist WHERE user = 'faults' AND id <> CONNECTION_ID()`;

// By the command that the instance itself names for orders: SQL for the database, flags for the api.
async function ofOrders(id: string, label: string | undefined): Promise<readonly string[]> {
  if (label === undefined) return [];
  const command = JSON.parse(label) as string[];
  const order = command.at(-1) === '-e' ? DATABASE : 'get';
  const answer = await run('docker', ['exec', id, ...command, order]).catch(() => 'no answer');
  return answer
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `says ${line.replaceAll('\t', ' ')}`);
}
