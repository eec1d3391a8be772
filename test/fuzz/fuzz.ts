import fc from 'fast-check';
import { test } from 'vitest';

/** How much is tried. */
export interface Amount {
  /** Number of inputs. */
  readonly runs: number;
  /** Fixed, so that a failure can be repeated; fast-check prints it with the smallest input that fails. */
  readonly seed: number;
}

/** No input may take longer than this, ms: the machine of a test may be busy. */
const INPUT_LIMIT_MS = 5_000;
/** All inputs of a test together, ms. */
const TEST_LIMIT_MS = 240_000;

/** A test of a property on many inputs. The check throws if it does not hold. */
export function fuzz<T>(
  title: string,
  { runs, seed }: Amount,
  inputs: fc.Arbitrary<T>,
  check: (input: T) => void | Promise<void>,
) {
  test(
    `${title} (${runs} inputs, seed ${seed})`,
    async () => {
      const timed = async (input: T): Promise<void> => {
        const start = performance.now();
        await check(input);
        const took = performance.now() - start;
        if (took > INPUT_LIMIT_MS) throw new Error(`took ${Math.round(took)} ms`);
      };
      await fc.assert(fc.asyncProperty(inputs, timed), { numRuns: runs, seed, endOnFailure: false });
    },
    TEST_LIMIT_MS,
  );
}
