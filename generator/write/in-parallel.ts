/** Runs many small file operations, some at a time. */

/** Waiting for the disk is shared, and file descriptors do not run out. */
const AT_A_TIME = 16

/** The results, in order. Fails with the first failure, once nothing is under way any more. */
export async function inParallel<T, R>(
  items: readonly T[],
  action: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  // One iterator for all workers: each takes the next item that nobody has.
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await action(item, index)
  }
  const finished = await Promise.allSettled(Array.from({ length: AT_A_TIME }, worker))
  for (const result of finished) if (result.status === 'rejected') throw result.reason
  return results
}
