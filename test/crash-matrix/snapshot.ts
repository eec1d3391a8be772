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
  const found: readonly Found[] = JSON.parse(await run('docker', ['inspect', ...instances.map(({ id }) => id)]));
  const own = await Promise.all(instances.map((instance, i) => ofInstance(instance, found[i] as Found)));
  return [...helpers.map(({ name }) => `helper ${name}`), ...own.flat()].sort();
}

/** What the engine's own client says of a container. */
interface Found {
  readonly State: { readonly Status: string; readonly Running: boolean; readonly Paused: boolean; readonly Pid: number };
  readonly HostConfig: {
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly CpuQuota: number;
  };
}

/** What is in one and not in the other. */
export function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const [had, has] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ];
}

async function ofInstance({ id, instance, labels }: Instance, { State: state, HostConfig: host }: Found) {
  const lines = [
    `state ${state.Status}`,
    `restart policy ${host.RestartPolicy.Name}:${host.RestartPolicy.MaximumRetryCount}`,
    `limits memory ${host.Memory} swap ${host.MemorySwap} nano ${host.NanoCpus} quota ${Math.max(0, host.CpuQuota)}`,
  ];
  const inside = state.Running && !state.Paused ? await ofProcess(state.Pid, id) : [];
  const orders = state.Running && !state.Paused ? await ofOrders(id, labels[LABEL.admin]) : [];
  return [...lines, ...inside, ...orders].map((line) => `${instance}: ${line}`);
}

/** Of an instance whose network cannot be looked into. */
export const UNSEEN = 'network unseen';

// As the kernel has it. The numbers of Docker's own resolver change with each start of a container.
async function ofProcess(pid: number, id: string): Promise<readonly string[]> {
  const shell =
    'for tool in iptables ip6tables iptables-legacy ip6tables-legacy; do $tool-save; done; tc qdisc show | sed "s/^/tc /"';
  const found = await run('nsenter', ['-t', String(pid), '-n', 'sh', '-c', `(${shell}) 2>/dev/null`]).catch(() => '');
  const ports = /(127\.0\.0\.11:|--[sd]port |:)\d{4,5}\b/g;
  const network = found
    .split('\n')
    // A table that was looked at is listed from then on: without rules, and with the policy of every new one, it does nothing.
    .filter((line) => /^(-A|:[A-Z]|tc )/.test(line) && !/^:[A-Z]+ ACCEPT /.test(line))
    .map((line) =>
      line
        .replace(/\[\d+:\d+\]/, '')
        .replace(ports, '$1N')
        .trim(),
    );
  return [
    ...(network.length === 0 ? [UNSEEN] : network),
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
