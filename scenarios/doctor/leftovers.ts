import { messageOf } from '../../core/errors.js';
import { poll } from '../../core/poll.js';
import type { Milliseconds } from '../../core/time.js';
import type { Check, Diagnosis } from '../../stack/doctor/check.js';
import type { Hints } from '../../stack/supervised/supervised.js';
import { clearActiveRun } from '../safety/active-run.js';
import { type LeftoversContext, undoLeftovers } from '../safety/leftovers.js';
import { lookForRemains } from './look.js';
import { isClean, judgeRemains, type Leftovers, leftoversOf, type Remains } from './remains.js';

/** How long what was found may take to go by itself: a guardian at work, or a stack that is just being deployed or removed. */
const PATIENCE_MS: Milliseconds = 6_000;
const STOP_GRACE_MS: Milliseconds = 5_000;

/** How leftovers are looked for, and undone. */
export interface LeftoverOptions extends LeftoversContext {
  /** Only what belongs to this stack. */
  readonly only?: string | undefined;
  /** Undo and remove what is found. */
  readonly fix: boolean;
  hintsOf(stack: string): Pick<Hints, 'restore' | 'remove'>;
  /** Removes everything of a stack that has no instances. */
  removeStack(stack: string): Promise<unknown>;
}

/** What no living run uses any more: notes of runs, helpers, volumes and networks of stacks that are gone. */
export const leftoverCheck = (options: LeftoverOptions): Check => ({
  id: 'leftovers',
  title: 'leftovers',
  run: async () => {
    const remains = await settled(options);
    if (!options.fix || isClean(leftoversOf(remains))) return judgeRemains(remains);
    const done = await fix(leftoversOf(remains), options);
    return { ...afterFix(judgeRemains(await lookForRemains(options)), done) };
  },
});

/** What is there after everything had time to go by itself. */
async function settled(options: LeftoverOptions): Promise<Remains> {
  let remains = await lookForRemains(options);
  const clean = async () => {
    if (isClean(leftoversOf(remains))) return true;
    remains = await lookForRemains(options);
    return undefined;
  };
  const { clock, signal } = options;
  await poll(clean, { clock, timeoutMs: PATIENCE_MS, intervalMs: 500, signal });
  return remains;
}

/** What was done, and why something was not. */
interface Fixed {
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

// Faults first: what undoes them may need the helpers, and a stack that is removed.
async function fix(found: Leftovers, options: LeftoverOptions): Promise<Fixed> {
  const results: Fixed[] = [];
  for (const { stack, path, run } of found.notes)
    results.push(
      await attempt(async () => {
        if (run === undefined) {
          await clearActiveRun(path);
          return `removed ${path}, which was never completed`;
        }
        const text = await undoLeftovers(options, { name: stack, hints: options.hintsOf(stack) });
        return text ?? `run ${run} on stack ${stack}: nothing was left to undo`;
      }),
    );
  const now = leftoversOf(await lookForRemains(options));
  for (const { id, name } of now.helpers)
    results.push(
      await attempt(async () => {
        // An end that it notices: it undoes before it goes.
        await options.engine.stop(id, STOP_GRACE_MS).catch(() => {});
        await options.engine.remove(id);
        return `removed ${name}`;
      }),
    );
  for (const { stack } of now.empty)
    results.push(
      await attempt(async () => {
        await options.removeStack(stack);
        return `removed what was left of stack ${stack}`;
      }),
    );
  return { done: results.flatMap(({ done }) => done), failed: results.flatMap(({ failed }) => failed) };
}

const attempt = (step: () => Promise<string>): Promise<Fixed> =>
  step().then(
    (text) => ({ done: [text], failed: [] }),
    (error) => ({ done: [], failed: [messageOf(error)] }),
  );

function afterFix(now: Diagnosis, { done, failed }: Fixed): Diagnosis {
  const detail = [...done, ...failed, ...(now.status === 'ok' ? [] : [`still there: ${now.detail}`])].join('; ');
  if (now.status === 'ok' && failed.length === 0) return { status: 'ok', detail: `fixed: ${detail}` };
  return {
    ...now,
    status: 'problem',
    leftBehind: true,
    detail,
    hint: 'see what the messages name; `supops down --force` removes a whole stack',
  };
}
