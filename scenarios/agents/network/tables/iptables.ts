import { spawn } from 'node:child_process';
import type { Family } from '../rules/model.js';

/** The two implementations of iptables. Their rules lie in different places of the kernel. */
export type Backend = 'nft' | 'legacy';

/** The tables of one family in this network. */
export interface Iptables {
  readonly family: Family;
  readonly backend: Backend;
  /** What `iptables-save` prints. */
  save(options?: { readonly counters?: boolean }): Promise<string>;
  /** Carries out a batch as a whole or not at all. Rejects with iptables' own words. */
  restore(batch: string): Promise<void>;
  /** Removes whole tables. Only `nft` can; `legacy` keeps a table that was once used, empty. */
  drop(tables: readonly string[]): Promise<void>;
}

/** The tables of a family, by the programs of one implementation. */
export function iptables(family: Family, backend: Backend): Iptables {
  const name = `${family === 'ipv4' ? 'iptables' : 'ip6tables'}-${backend}`;
  return {
    family,
    backend,
    save: ({ counters = false } = {}) => run(`${name}-save`, counters ? ['-c'] : []),
    restore: async (batch) => void (await run(`${name}-restore`, ['--noflush', '--wait', '2'], batch)),
    drop: async (tables) => {
      if (backend === 'legacy' || tables.length === 0) return;
      // Without --noflush a table is removed before it is filled, and nothing fills it here.
      await run(`${name}-restore`, ['--wait', '2'], tables.map((table) => `*${table}\nCOMMIT\n`).join(''));
    },
  };
}

/** Runs a program and resolves with its output; rejects with its last words if it fails. */
export function run(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe' });
    let output = '';
    let words = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      words += data;
    });
    child.on('error', (error) => reject(new Error(`${program}: ${error.message}`)));
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program}: ${firstLine(words)}`))));
    // It may end without reading.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
