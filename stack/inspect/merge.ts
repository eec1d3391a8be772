import { setTimeout as delay } from 'node:timers/promises';

/** One sequence in order, of several that are each in order. */
export async function* mergeSorted<T>(sources: readonly AsyncIterable<T>[], keyOf: (item: T) => number): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (;;) {
      const open = heads.flatMap((head, index) => (head.done ? [] : [{ index, item: head.value, key: keyOf(head.value) }]));
      const [first, ...others] = open;
      if (!first) return;
      // The first of equal ones wins, so that a service's own order is kept.
      const { index, item } = others.reduce((least, other) => (other.key < least.key ? other : least), first);
      yield item;
      heads[index] = await (iterators[index] as AsyncIterator<T>).next();
    }
  } finally {
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()));
  }
}

/** How long an item is held, so that an older one of another source can still come before it. */
const HOLD_MS = 100;

/** Items of several sources as they come, in order as far as they come within a tenth of a second. Ends when all sources have ended. */
export async function* mergeLive<T>(sources: readonly AsyncIterable<T>[], keyOf: (item: T) => number): AsyncGenerator<T> {
  const arrived: T[] = [];
  let open = sources.length;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  for (const source of sources)
    void (async () => {
      try {
        for await (const item of source) {
          arrived.push(item);
          wake();
        }
      } catch (error) {
        failure ??= { error };
      }
      open -= 1;
      wake();
    })();
  for (;;) {
    while (arrived.length === 0 && open > 0 && !failure)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    if (open > 0 && !failure) await delay(HOLD_MS);
    yield* arrived.splice(0).sort((a, b) => keyOf(a) - keyOf(b));
    if (failure) throw failure.error;
    if (open === 0 && arrived.length === 0) return;
  }
}
