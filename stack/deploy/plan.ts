import type { InstanceSpec } from '../engine/engine.js';
import type { FileEntry, Port, Readiness } from '../model/stack.js';

/** One step towards the desired state, and why. Printable; carries everything the executor needs. */
export type Operation = { readonly name: string; readonly cause: string } & (
  | {
      readonly kind: 'network' | 'volume';
      readonly type: 'create' | 'remove';
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'service';
      readonly type: 'create';
      readonly service: string;
      readonly spec: InstanceSpec;
      readonly files: readonly FileEntry[];
    }
  /** `id` is absent where the same plan creates the instance. */
  | {
      readonly kind: 'service';
      readonly type: 'start';
      readonly service: string;
      readonly id?: string;
      readonly dependsOn: readonly string[];
      readonly readiness: Readiness;
      /** The ports that `readiness` may name. */
      readonly ports: readonly Port[];
    }
  | {
      readonly kind: 'service';
      readonly type: 'remove';
      readonly service: string;
      readonly id: string;
      /** The program is stopped first and given this time, because its data stays; absent: removed at once. */
      readonly graceMs?: number;
    }
);

/** Operations in an order that is valid when run one after another; the executor runs independent ones together. */
export interface Plan {
  readonly stack: string;
  readonly operations: readonly Operation[];
  /** Services that are as desired, and are left alone. */
  readonly unchanged: readonly string[];
}

/** The plan as text: the test oracle, `--dry-run` and the debug log. */
export function formatPlan(plan: Plan): string {
  const lines = plan.operations.map((op) => `${op.type.padEnd(6)} ${op.kind.padEnd(7)} ${op.name}  # ${op.cause}`);
  if (plan.unchanged.length > 0) lines.push(`keep   service ${plan.unchanged.join(', ')}  # unchanged`);
  return lines.length === 0 ? 'nothing to do\n' : `${lines.join('\n')}\n`;
}
