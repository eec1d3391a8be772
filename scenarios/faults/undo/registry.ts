import type { UndoRecord } from '../../model/fault.js';
import { admin } from './admin.js';
import { agentGone } from './agent.js';
import { appFlags } from './app-flags.js';
import { describeUndo, type UndoExecutor } from './executor.js';
import { restartPolicy } from './restart-policy.js';
import { start } from './start.js';
import { unpause } from './unpause.js';

/** Every executor, by the kind of its records. */
const EXECUTORS: ReadonlyMap<string, UndoExecutor> = new Map(
  [admin, agentGone, appFlags, start, restartPolicy, unpause].map((executor) => [executor.kind, executor]),
);

/** The executor of a record; `undefined` for a kind that this version does not know. */
export const executorOf = ({ kind }: Pick<UndoRecord, 'kind'>): UndoExecutor | undefined => EXECUTORS.get(kind);

/** What a record does, in words. */
export function undoText(record: UndoRecord): string {
  const executor = executorOf(record);
  return executor ? describeUndo(executor, record) : `${record.target.instance}: ${record.kind}`;
}
