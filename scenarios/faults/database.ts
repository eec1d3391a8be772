import { z } from 'zod';
import type { Instance } from '../../stack/engine/engine.js';
import type { AgentNeed } from '../agents/client/agent-spec.js';
import type { DatabaseAct } from '../agents/database/args.js';
import { adminCommand } from './admin.js';
import { agentFault } from './agent-fault.js';
import { flagsCommand } from './app-flags.js';
import { defineFault, type FaultContext, type Victim } from './fault.js';
import { duration, milliseconds } from './parameters.js';
import { proveByAdmin } from './prove-by-admin.js';
import { adminRecord } from './undo/admin.js';

/** Beside the server, so that it needs no name of it and no route to it. */
const AGENT: AgentNeed = { program: 'database', shares: { network: true }, capabilities: [] };

const NAME = /^[A-Za-z0-9_$]+\.[A-Za-z0-9_$]+$/;
const table = z.string().regex(NAME, { error: 'expected a table with its schema, such as shop.orders' });

/** What the agent of a database is told, with the account that it logs in as. */
function agentArgs({ instance: { service } }: Victim, { system }: FaultContext<unknown>, act: DatabaseAct) {
  const access = system.databases?.get(service);
  if (access === undefined) throw new Error(`supops knows no account for faults in ${service}`);
  return { ...access, act };
}

/** Takes all connections that the server gives, so that it refuses everybody else's. */
export const databaseConnections = agentFault({
  kind: 'database.connections',
  description: 'The connections of the database are taken, and new ones refused.',
  params: z.strictObject({
    count: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('How many connections to hold. Without it: every one that the server gives.'),
  }),
  agent: () => AGENT,
  words: ({ count }) => {
    const what = count === undefined ? 'all free connections' : `${count} connections`;
    return {
      noun: `exhaustion of the connections of {target}`,
      plan: `hold ${what} of {target}`,
      done: `held ${what} of {target}`,
      effect: `${what[0]?.toUpperCase()}${what.slice(1)} of {target} were taken: whoever needed a new one was refused.`,
      repair: 'give the connections of {target} back',
    };
  },
  args: (victim, context) => agentArgs(victim, context, { kind: 'connections', count: context.params.count }),
});

/** Locks tables, for good or in the rhythm of a statement that keeps coming back. */
export const databaseLocks = agentFault({
  kind: 'database.locks',
  description: 'Tables of the database are locked: statements on them wait.',
  params: z.strictObject({
    tables: z.array(table).max(100).default([]).describe('Tables to lock, with their schema. Empty: all of them.'),
    lock: duration
      .optional()
      .describe('How long they are locked at a time, by a statement that takes that long. Without it: until the fault ends.'),
    pause: duration.default('100ms').describe('How long they are free in between, with `lock`.'),
  }),
  agent: () => AGENT,
  words: ({ tables, lock, pause }) => {
    const what = tables.length > 0 ? tables.join(', ') : 'all tables';
    const how = lock === undefined ? '' : `, ${lock} at a time with ${pause} in between`;
    return {
      noun: `lock of ${what} in {target}`,
      plan: `lock ${what} in {target}${how}`,
      done: `locked ${what} in {target}${how}`,
      effect: `${what[0]?.toUpperCase()}${what.slice(1)} in {target} were locked${how}: statements on them had to wait.`,
      repair: 'end the session that holds the locks in {target}',
    };
  },
  args: (victim, context) => {
    const { tables, lock, pause } = context.params;
    const holdMs = lock === undefined ? undefined : milliseconds(lock);
    return agentArgs(victim, context, { kind: 'locks', tables, holdMs, pauseMs: milliseconds(pause) });
  },
});

/** Keeps the server busy with statements that take long. */
export const databaseSlow = agentFault({
  kind: 'database.slow',
  description: 'The database computes statements that take long, which leaves less for all others.',
  params: z.strictObject({
    sessions: z.int().min(1).max(64).default(2).describe('How many sessions run them, each one after another.'),
    statement: duration.default('1500ms').describe('How long each statement takes.'),
  }),
  agent: () => AGENT,
  words: ({ sessions, statement }) => ({
    noun: `slow statements in {target}`,
    plan: `run statements of ${statement} in ${sessions} sessions of {target}`,
    done: `ran statements of ${statement} in ${sessions} sessions of {target}`,
    effect: `{target} was busy with statements of ${statement} in ${sessions} sessions.`,
    repair: 'end the sessions with slow statements in {target}',
  }),
  args: (victim, context) => {
    const { sessions, statement } = context.params;
    return agentArgs(victim, context, { kind: 'slow', sessions, statementMs: milliseconds(statement) });
  },
});

const noAdmin = (instance: Instance): string | undefined =>
  adminCommand(instance) === undefined || flagsCommand(instance) !== undefined
    ? 'it names no command for statements (label dev.supops.admin)'
    : undefined;

const READ_ONLY = { look: 'SELECT @@global.read_only', wanted: '0', restore: 'SET GLOBAL read_only = 0' };

/** Makes the server refuse every change, as after a failed switch to a replica. */
export const databaseReadOnly = defineFault({
  kind: 'database.read-only',
  description: 'The database refuses every change.',
  params: z.strictObject({}),
  needs: () => [],
  refusal: noAdmin,
  words: () => ({
    noun: 'read-only mode of {target}',
    plan: 'make {target} read-only',
    done: 'made {target} read-only',
    effect: '{target} was read-only: it answered questions, and refused every change.',
    repair: 'let {target} accept changes again',
  }),
  plan: (victim) => [adminRecord(victim, READ_ONLY)],
  inject: async ({ engine, victims }) => {
    for (const { instance } of victims)
      await engine.exec(instance.id, [...(adminCommand(instance) ?? []), 'SET GLOBAL read_only = 1']);
  },
  prove: (context) => proveByAdmin(context, { look: READ_ONLY.look, expected: '1', evidence: '@@read_only reads 1' }),
  explains: () => false,
});

/** Hides an index from the optimizer, as a migration that forgets it would. */
export const databaseIndex = defineFault({
  kind: 'database.index',
  description:
    'An index is hidden from the optimizer, as if it had been dropped: statements that need it read the whole table.',
  params: z.strictObject({
    table: table.describe('Table with its schema, such as `shop.orders`.'),
    index: z
      .string()
      .regex(/^[A-Za-z0-9_$]+$/, { error: 'expected the name of an index, such as orders_created_at' })
      .describe('Name of the index.'),
  }),
  needs: () => [],
  refusal: noAdmin,
  words: ({ table: of, index }) => ({
    noun: `loss of the index ${index} of ${of} in {target}`,
    plan: `hide the index ${index} of ${of} in {target}`,
    done: `hid the index ${index} of ${of} in {target}`,
    effect: `The index ${index} of ${of} in {target} was not used: statements that need it read the whole table.`,
    repair: `let {target} use the index ${index} again`,
  }),
  plan: (victim, params) => [adminRecord(victim, hiddenIndex(params))],
  inject: async ({ engine, victims, params }) => {
    for (const { instance } of victims)
      await engine.exec(instance.id, [...(adminCommand(instance) ?? []), alterIndex(params, 'IGNORED')]);
  },
  prove: (context) =>
    proveByAdmin(context, {
      look: hiddenIndex(context.params).look,
      expected: 'YES',
      evidence: `the server says that the index ${context.params.index} is ignored`,
    }),
  explains: () => false,
});

interface Index {
  readonly table: string;
  readonly index: string;
}

const alterIndex = ({ table: of, index }: Index, state: 'IGNORED' | 'NOT IGNORED'): string =>
  `ALTER TABLE ${of
    .split('.')
    .map((part) => `\`${part}\``)
    .join('.')} ALTER INDEX \`${index}\` ${state}`;

function hiddenIndex(params: Index) {
  const [schema, name] = params.table.split('.');
  const look = `SELECT DISTINCT ignored FROM information_schema.statistics WHERE table_schema = '${schema}' AND table_name = '${name}' AND index_name = '${params.index}'`;
  return { look, wanted: 'NO', restore: alterIndex(params, 'NOT IGNORED') };
}
