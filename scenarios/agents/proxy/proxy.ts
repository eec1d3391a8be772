import { type FlowWatch, watchFlows } from '../network/flows.js';
import { type Redirect, redirectChains, redirectRules } from '../network/rules/redirects.js';
import { type Chains, createChains, removeChains } from '../network/tables/chains.js';
import type { Iptables } from '../network/tables/iptables.js';
import { findTables, tryRules } from '../network/tables/place.js';
import type { AgentBody } from '../runtime/agent.js';
import type { Cleanness } from '../runtime/protocol.js';
import { proxyArgs } from './args.js';
import { createListeners } from './listeners.js';
import { startWorker, WORKER_UID, type WorkerClient } from './worker/start.js';

/** What the agent needs to know about its own process. */
export interface ProxyPlace {
  readonly id: string;
  /** Path of the program, which is its worker's, too. */
  readonly program: string;
  /** Called if the worker ends: rules that lead to nobody must go. */
  onLost(): void;
}

/** Leads traffic of the network that it is in to a proxy, which delays it, changes it, or answers in somebody's place. */
export function proxyAgent({ id, program, onLost }: ProxyPlace): AgentBody {
  let tables: readonly Iptables[] = [];
  let zone: number | undefined;
  let worker: WorkerClient | undefined;
  let chains: Chains | undefined;
  let watched: FlowWatch | undefined;
  let redirects: readonly Redirect[] = [];
  // What a dead agent of the same id has left goes at once: the trial of rules would not tell it from its own.
  let left: Cleanness | undefined;
  const look = async () => {
    if (tables.length === 0) tables = await findTables();
    return tables;
  };
  const put = async (own: Chains, isKept: (table: string) => boolean = () => true) =>
    own.put((family) =>
      redirectRules(redirects, { family, uid: WORKER_UID, ...(zone !== undefined && { zone }) }).filter((rule) =>
        isKept(rule.table),
      ),
    );
  return {
    probe: async () => {
      const families = await look();
      left = await removeChains(id, families);
      const withZone = await tryRules(id, samplesWith(zoneOf(id)), families);
      if (withZone === undefined) zone = zoneOf(id);
      else {
        const missing = await tryRules(id, samplesWith(undefined), families);
        if (missing !== undefined) throw new Error(`the kernel does not know a rule that is needed: ${missing}`);
      }
      worker = await startWorker(program, onLost);
      return { mechanism: `proxy, iptables-${families[0]?.backend}`, ipv6: families.length > 1, zones: zone !== undefined };
    },
    apply: async (given) => {
      const { flows, act } = proxyArgs.parse(given);
      if (worker === undefined) throw new Error('there is no proxy');
      const families = await look();
      await worker.ask({ type: 'begin', act });
      const listeners = createListeners(worker, { ipv6: families.length > 1 });
      const peers = await watchFlows(flows);
      const own = createChains(id, redirectChains({ ...(zone !== undefined && { zone }) }), families);
      const update = async () => {
        redirects = act.kind === 'dns' ? await listeners.forQuestions() : await listeners.forFlows(peers.flows());
        await put(own);
      };
      watched = peers;
      chains = own;
      await update();
      peers.watch(update);
    },
    effect: async () => (await worker?.ask({ type: 'effect' }))?.effect ?? { touched: false, evidence: 'nothing was done' },
    undo: async () => {
      await watched?.stop();
      if (chains && worker) {
        // New connections go their own way first, so that none begins while the others end; these still need their rules to be told of their end.
        await put(chains, (table) => table !== 'nat').catch(() => {});
        await worker.ask({ type: 'close' }).catch(() => {});
      }
      worker?.end();
      return removeChains(id, await look());
    },
    clean: async () => {
      const now = await removeChains(id, await look());
      return left?.clean && now.clean ? left : now;
    },
  };
}

/** A zone of the connection tracking that nobody else is likely to use: they are numbers of 16 bits, and 0 is everybody's. */
const zoneOf = (id: string): number => 1 + (Number.parseInt(id.slice(0, 4), 16) % 65_534 || 0);

/** One rule of each sort that may be needed. */
const samplesWith = (zone: number | undefined) =>
  redirectRules(
    (['to', 'from'] as const).flatMap((side) =>
      (['tcp', 'udp'] as const).map((protocol) => ({ side, protocol, port: 9, listener: 9 })),
    ),
    { family: 'ipv4', uid: WORKER_UID, ...(zone !== undefined && { zone }) },
  );
