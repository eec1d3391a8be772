import { formatDuration } from '../../core/duration.js';
import type { InstanceSpec } from '../engine/instance-spec.js';
import type { KnownReadiness } from '../model/published-readiness.js';
import type { ServiceFile } from '../model/stack.js';
import { describeReadiness } from './readiness/describe.js';

/** Unique in a plan: `create instance supops-db`. */
export type OperationId = string;

/**
 * One step towards the desired state, and why. Carries everything the executor needs. `name` is engine-wide, `instance` the name within the
 * stack.
 */
export type Operation = {
  readonly id: OperationId;
  readonly name: string;
  readonly cause: string;
  /** What must be done before; anything else may go on at the same time. */
  readonly after: readonly OperationId[];
} & (
  | {
      readonly kind: 'network' | 'volume';
      readonly type: 'create' | 'remove';
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'instance';
      readonly type: 'create';
      readonly instance: string;
      readonly spec: InstanceSpec;
      readonly files: readonly ServiceFile[];
    }
  | {
      readonly kind: 'instance';
      readonly type: 'start';
      readonly instance: string;
      /** Absent if the same plan creates the instance. */
      readonly instanceId?: string;
      /** Done not when the program runs but when the instance is ready. */
      readonly ready: KnownReadiness;
    }
  | {
      readonly kind: 'instance';
      readonly type: 'remove';
      readonly instance: string;
      readonly instanceId: string;
      /** The program is stopped first and given this time, because its data stays; absent: removed at once. */
      readonly graceMs?: number;
    }
);

/** Operations in an order that is valid when run one after another; the executor runs independent ones together. */
export interface Plan {
  readonly stack: string;
  readonly operations: readonly Operation[];
  /** Names of the instances that are as desired, and are left alone. */
  readonly unchanged: readonly string[];
}

/** The plan as text: the test oracle, `--dry-run` and the debug log. Each operation has a number, and says which it comes after. */
export function formatPlan({ operations, unchanged }: Plan): string {
  const numbers = new Map(operations.map(({ id }, index) => [id, index + 1]));
  const width = String(operations.length).length;
  const lines = operations.map((operation, index) => {
    const { type, kind, name } = operation;
    const what = `${type.padEnd(6)} ${kind.padEnd(8)} ${name}`;
    return `${String(index + 1).padStart(width)} ${what}  # ${remarksOf(operation, numbers).join('; ')}`;
  });
  const indent = operations.length === 0 ? '' : ' '.repeat(width + 1);
  if (unchanged.length > 0) lines.push(`${indent}keep   instance ${unchanged.join(', ')}  # unchanged`);
  return lines.length === 0 ? 'nothing to do\n' : `${lines.join('\n')}\n`;
}

function remarksOf(operation: Operation, numbers: ReadonlyMap<OperationId, number>): readonly string[] {
  const after = operation.after.map((id) => numbers.get(id) ?? 0).sort((a, b) => a - b);
  return [
    operation.cause,
    ...(after.length === 0 ? [] : [`after ${formatRanges(after)}`]),
    ...(operation.type === 'start' ? [waitOf(operation.ready)] : []),
  ];
}

const waitOf = ({ readiness }: KnownReadiness) =>
  `waits ${formatDuration(readiness.deadlineMs)} at most for ${describeReadiness(readiness)}`;

/** `1-3, 7` */
function formatRanges(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
