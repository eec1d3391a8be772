import { createHash } from 'node:crypto';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { Labels } from '../../core/labels.js';
import { type Engine, type InstanceSpec, need } from '../engine/engine.js';

/** What agents of network faults work with. */
const PACKAGES = ['iproute2', 'iptables'];

/** Leaves an image alone that has them already. */
const INSTALL = `command -v iptables-nft >/dev/null || command -v iptables >/dev/null || {
  apt-get -q -o APT::Sandbox::User=root update &&
  apt-get -q -o APT::Sandbox::User=root install -y --no-install-recommends ${PACKAGES.join(' ')} &&
  rm -rf /var/lib/apt/lists/*
}`;

/** The name of the image of agents that is made of a Node image. */
export const agentImageOf = (base: string): string =>
  `supops/agents:${createHash('sha256').update(`${base}\n${INSTALL}`).digest('hex').slice(0, 12)}`;

/** Where the image is made. */
export interface AgentImageParts {
  /** Node's image. */
  readonly base: string;
  /** A network with a way to Debian's mirrors. */
  readonly network: string;
  /** Engine-wide name of the instance in which it is made, and its labels. */
  readonly name: string;
  readonly labels: Labels;
}

/**
 * Makes the image of the agents if it is not there: that of Node, with iptables. The official one has none, and no image that has both could be named.
 * @returns why it could not be made; absent if it is there. The faults of the network need it, and nothing else does.
 */
export async function ensureAgentImage(engine: Engine, parts: AgentImageParts): Promise<string | undefined> {
  const images = need(engine, 'images');
  const reference = agentImageOf(parts.base);
  if (await images.has(reference)) return undefined;
  try {
    await make(engine, parts, reference);
    return undefined;
  } catch (error) {
    return `faults of the network cannot be made: no image with iptables could be made of ${parts.base}: ${messageOf(error)}`;
  }
}

async function make(engine: Engine, parts: AgentImageParts, reference: string): Promise<void> {
  const helper = await need(engine, 'helpers').run(specOf(parts), []);
  try {
    let last = '';
    const read = async () => {
      for await (const { text } of helper.output) last = text;
    };
    const [code] = await Promise.all([helper.exited, read()]);
    if (code !== 0)
      throw new SupopsError({ code: 'image-build-failed', exitCode: EXIT.unavailable, message: last || `exit code ${code}` });
    await need(engine, 'images').commit(helper.id, reference, {});
  } finally {
    await engine.remove(helper.id).catch(() => {});
  }
}

const MEBIBYTE = 1024 * 1024;

const specOf = ({ base, network, name, labels }: AgentImageParts): InstanceSpec => ({
  name,
  hostname: 'agent-image',
  image: base,
  command: ['/bin/sh', '-c', INSTALL],
  env: { DEBIAN_FRONTEND: 'noninteractive' },
  labels,
  network: { name: network, aliases: [] },
  dns: [],
  ports: [],
  publishAddress: '127.0.0.1',
  volumes: [],
  tmpfs: [],
  resources: { memoryBytes: 512 * MEBIBYTE, pids: 128 },
  // What dpkg needs to unpack files of any owner.
  security: {
    uid: 0,
    gid: 0,
    readOnlyRoot: false,
    capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETGID', 'SETUID'],
    engineSocket: false,
  },
  restart: { name: 'no' },
});
