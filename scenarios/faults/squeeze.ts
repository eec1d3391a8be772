import { z } from 'zod';
import { need } from '../../stack/engine/engine.js';
import { defineFault } from './fault.js';
import { proveSqueezed, type Tightening } from './prove-squeezed.js';
import { bytes, size } from './size.js';
import { limitsRecord } from './undo/limits.js';

const params = z.strictObject({
  cpus: z
    .number()
    .min(0.01)
    .max(64)
    .optional()
    .describe('CPUs that the victim may use, such as 0.2. Without it, and without `memory`: 0.1.'),
  memory: size.optional().describe('Memory that the victim may use, such as `64MiB`, at least `6MiB`.'),
});
type Squeeze = z.output<typeof params>;

const changeOf = ({ cpus, memory }: Squeeze): Tightening => {
  if (memory === undefined) return { cpus: cpus ?? 0.1 };
  return { ...(cpus !== undefined && { cpus }), memoryBytes: bytes(memory) };
};

const limitsOf = (own: Squeeze): string => {
  const { cpus } = changeOf(own);
  return [cpus === undefined ? [] : [`${cpus} CPUs`], own.memory ?? []].flat().join(' and ');
};

/** Less CPU time or memory than the victim is used to: a node that is too small, or a limit that was set by guessing. */
export const squeeze = defineFault({
  kind: 'squeeze',
  description: 'The victim may use less CPU time or memory than before.',
  params,
  needs: () => ['limits', 'usage'],
  refusal: ({ cpus, memoryBytes }, own) => {
    const change = changeOf(own);
    if (cpus !== undefined && change.cpus !== undefined && change.cpus >= cpus)
      return `it may use ${cpus} CPUs already, which is no more than ${change.cpus}`;
    if (change.memoryBytes === undefined) return undefined;
    if (memoryBytes === undefined) return 'its memory is not limited, and engines cannot take such a limit away again';
    if (change.memoryBytes >= memoryBytes) return `it may use no more than ${own.memory} already`;
    return undefined;
  },
  words: (own) => ({
    noun: `squeeze of {target} to ${limitsOf(own)}`,
    plan: `limit {target} to ${limitsOf(own)}`,
    done: `limited {target} to ${limitsOf(own)}`,
    effect: `{target} could use no more than ${limitsOf(own)}.`,
    repair: 'give {target} its own limits back',
  }),
  plan: (victim, own) => [limitsRecord(victim, changeOf(own))],
  inject: async ({ engine, victims, params: own }) => {
    for (const { instance } of victims) await need(engine, 'limits').set(instance.id, changeOf(own));
  },
  prove: (context) => proveSqueezed(context, changeOf(context.params)),
  // A program that does not fit any more is killed by the kernel, and started again by its restart policy.
  explains: ({ kind }, { memory }) => kind === 'changed' || (memory !== undefined && (kind === 'ended' || kind === 'started')),
  recurs: ({ memory }) => memory !== undefined,
});
