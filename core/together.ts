/**
 * Does several things at the same time. The first failure aborts the signal that the others receive, and becomes the rejection once all of
 * them have ended: nothing continues behind the caller's back. An abort from outside takes precedence over any failure that it causes.
 */
export async function together(
  outer: AbortSignal | undefined,
  works: readonly ((signal: AbortSignal) => Promise<unknown>)[],
): Promise<void> {
  const failed = new AbortController();
  const signal = outer ? AbortSignal.any([outer, failed.signal]) : failed.signal;
  const stopOthers = (error: unknown) => {
    if (!failed.signal.aborted) failed.abort(error);
  };
  await Promise.all(works.map((work) => work(signal).catch(stopOthers)));
  outer?.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
}
