/** The results of a task for every item, in the items' order; at most `limit` tasks at a time. Rejects with the first failure. */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    // One iterator for all workers: each takes the next item that nobody has.
    for (const [i, item] of waiting) results[i] = await task(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
