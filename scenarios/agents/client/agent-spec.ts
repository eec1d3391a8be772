import type { InstanceSpec } from '../../../stack/engine/engine.js';
import { LABEL } from '../../../stack/model/labels.js';
import type { HelperHost } from '../../../stack/supervised/supervised.js';
import type { InstanceRef } from '../../model/fault.js';

/** What a fault needs beside each of its victims. */
export interface AgentNeed {
  /** Name of the program: `network`. */
  readonly program: string;
  /** What the agent shares with the victim, or with the machine that it runs on. */
  readonly shares: {
    /** The victim's network. */
    readonly network?: true;
    /** The machine's processes. */
    readonly processes?: true;
    /** The machine's control groups. */
    readonly cgroups?: true;
    /** The victim's volumes, at their own paths. */
    readonly volumes?: true;
  };
  readonly capabilities: readonly string[];
  /** What the agent must know to remove what a dead one left; absent: nothing of it outlives its process. Holds no secrets: it is written to the journal. */
  readonly leaves?: Readonly<Record<string, unknown>>;
  /** Memory that it may use, in MiB; default 96. */
  readonly memoryMebibytes?: number;
}

/** One agent: beside whom, for which run. */
export interface AgentPlace {
  /** Engine-wide name of its container. */
  readonly name: string;
  /** Names what it leaves behind: short, unique to run and fault. */
  readonly id: string;
  readonly run: string;
  readonly victim: InstanceRef;
  readonly need: AgentNeed;
  readonly host: HelperHost;
  /** The process that it serves. */
  readonly owner: string;
}

/** Where an agent finds its program. */
export const AGENT_PROGRAM = '/etc/supops/program.cjs';

const MEBIBYTE = 1024 * 1024;

/** The container of an agent: root without capabilities but those that its fault needs, and without network unless it shares the victim's. */
export function agentSpec({ name, id, run, victim, need, host, owner }: AgentPlace): InstanceSpec {
  const { shares, capabilities, memoryMebibytes = 96 } = need;
  return {
    name,
    hostname: 'agent',
    image: host.image,
    command: [host.node, '--max-old-space-size=64', AGENT_PROGRAM, id],
    env: {},
    labels: {
      ...victim.selector,
      [LABEL.service]: `agent-${need.program}`,
      [LABEL.role]: 'helper',
      [LABEL.run]: run,
      [LABEL.owner]: owner,
    },
    dns: [],
    ports: [],
    publishAddress: '127.0.0.1',
    volumes: [{ path: '/etc/supops' }],
    tmpfs: ['/tmp', '/run'],
    resources: { memoryBytes: memoryMebibytes * MEBIBYTE, pids: 64 },
    security: { uid: 0, gid: 0, readOnlyRoot: true, capabilities, engineSocket: false },
    restart: { name: 'no' },
    stdin: true,
    removeOnExit: true,
    beside: {
      ...(shares.network && { network: victim.id }),
      ...(shares.processes && { processes: true }),
      ...(shares.cgroups && { cgroups: true }),
      ...(shares.volumes && { volumesOf: victim.id }),
    },
  };
}
