import { readFile } from 'node:fs/promises';
import { chainsOf } from '../rules/batch.js';
import type { Rule } from '../rules/model.js';
import { createChains, removeChains } from './chains.js';
import { type Iptables, iptables } from './iptables.js';

/**
 * The tables of the network that this process is in, one for each family that it speaks. Of the two implementations that in which Docker has its own
 * rules: which of two rules for one packet wins can only be known within one. Rejects if there is none.
 */
export async function findTables(): Promise<readonly Iptables[]> {
  const nft = iptables('ipv4', 'nft');
  const legacy = iptables('ipv4', 'legacy');
  const [fromNft, fromLegacy] = await Promise.all([attempt(nft.save()), attempt(legacy.save())]);
  const hasDocker = (saved: string | Error) => typeof saved === 'string' && saved.includes('DOCKER_OUTPUT');
  const usable =
    typeof fromNft === 'string' && !hasDocker(fromLegacy) ? nft : typeof fromLegacy === 'string' ? legacy : undefined;
  if (usable === undefined) throw new Error(`there is no iptables here (${String((fromNft as Error).message)})`);
  if (!(await speaksIPv6())) return [usable];
  return [usable, iptables('ipv6', usable.backend)];
}

const attempt = (saved: Promise<string>): Promise<string | Error> => saved.catch((error: Error) => error);

/** Whether an interface other than loopback has an IPv6 address that is more than link-local. */
async function speaksIPv6(): Promise<boolean> {
  const text = await readFile('/proc/net/if_inet6', 'utf8').catch(() => '');
  // Columns: address, interface number, prefix length, scope (00 is global), flags, name (Linux, net/ipv6/addrconf.c).
  return text.split('\n').some((line) => / 00 [0-9a-f]{2} +(?!lo$)\S+$/.test(line.trim()));
}

/**
 * Tries rules in chains that no packet reaches, and removes them. Matches and targets are modules of the kernel, and only it can say which it has.
 * @returns the reason why they cannot be used here; absent if they can
 */
export async function tryRules(id: string, rules: readonly Rule[], families: readonly Iptables[]): Promise<string | undefined> {
  const unreachable = families.map((tables): Iptables => {
    const restore = (batch: string) => tables.restore(batch.replaceAll(/^-I .*\n/gm, ''));
    return { ...tables, restore };
  });
  try {
    await createChains(id, chainsOf(rules), unreachable).put(() => rules);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await removeChains(id, families);
  }
}
